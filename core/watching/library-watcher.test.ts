import { appendFile, chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { CACHE_SIGNATURE } from '../sources/exclusions.ts'
import { asNobody } from '../test/as-nobody.ts'
import { fourFiles, makeLibrary, pathsFor, subjects } from '../test/library-fixture.ts'
import { WatchPerFolder, type DirectoryWatches } from './directory-watches.ts'
import { patience, watched } from './testing.ts'

/** Writes a file, with the folders it needs. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

const all = ['money.txt', 'nature/birds/penguin.txt', 'nature/volcano.txt', 'tea.md']

describe('a watched folder', () => {
  test('has a new, a changed and a deleted file taken up', async () => {
    await using library = await watched(fourFiles)
    const { docs, made } = library
    await write(`${docs}/nature/violin.txt`, subjects.violin)
    await expect.poll(library.paths, patience).toEqual([...all, 'nature/violin.txt'].toSorted())
    expect((await pathsFor(made.library, 'musical instrument'))[0]).toBe(`${docs}/nature/violin.txt`)
    await appendFile(`${docs}/tea.md`, '\nOolong is darker.')
    await expect.poll(() => library.sum('changed'), patience).toBe(1)
    await rm(`${docs}/money.txt`)
    await expect.poll(library.paths, patience).toEqual([...all.slice(1), 'nature/violin.txt'].toSorted())
    expect(library.runs.every(({ change }) => change.roots === undefined)).toBe(true)
  })

  test('has only the folder in which something changed read again', async () => {
    await using library = await watched(fourFiles)
    await write(`${library.docs}/nature/violin.txt`, subjects.violin)
    await expect.poll(() => library.runs.length, patience).toBeGreaterThan(0)
    for (const { change } of library.runs) expect(change).toEqual({ folders: [`${library.docs}/nature`] })
  })

  test('keeps the chunks of a file and of a folder that move', async () => {
    await using library = await watched({
      ...fourFiles,
      'old/deep/violin.txt': subjects.violin,
      'new/keep.txt': 'Kept.',
    })
    const { docs } = library
    await rename(`${docs}/nature/volcano.txt`, `${docs}/new/volcano.txt`)
    await rename(`${docs}/old/deep`, `${docs}/new/deeper`)
    const now = ['money.txt', 'nature/birds/penguin.txt', 'new/keep.txt', 'new/volcano.txt', 'tea.md']
    await expect.poll(library.paths, patience).toEqual([...now, 'new/deeper/violin.txt'].toSorted())
    expect([library.sum('embedded'), library.sum('removed')]).toEqual([0, 0])
    // The folder is watched at its new place.
    await write(`${docs}/new/deeper/bow.txt`, 'A bow of pernambuco.')
    await expect
      .poll(library.paths, patience)
      .toEqual([...now, 'new/deeper/bow.txt', 'new/deeper/violin.txt'].toSorted())
  })

  test('finds a file and a folder under their new names, also when only the case differs', async () => {
    await using library = await watched(fourFiles)
    await rename(`${library.docs}/tea.md`, `${library.docs}/Tea.md`)
    await rename(`${library.docs}/nature`, `${library.docs}/Nature`)
    await expect
      .poll(library.paths, patience)
      .toEqual(['Tea.md', 'money.txt', 'Nature/birds/penguin.txt', 'Nature/volcano.txt'].toSorted())
  })

  test('takes a burst of files up in few runs', async () => {
    await using library = await watched({ 'a.txt': 'one' })
    const paths = Array.from({ length: 500 }, (_, i) => `${i % 10}/note ${i}.txt`)
    for (const path of paths) await write(`${library.docs}/${path}`, `Note ${path}`)
    await expect.poll(library.paths, patience).toEqual(['a.txt', ...paths].toSorted())
    await expect.poll(() => library.sum('added'), patience).toBe(500)
    expect(library.runs.length).toBeLessThan(20)
  })

  test('takes an atomic save for a change of the file', async () => {
    await using library = await watched(fourFiles)
    const { docs } = library
    await write(`${docs}/.tea.md.tmp123`, subjects.violin)
    await rename(`${docs}/.tea.md.tmp123`, `${docs}/tea.md`)
    await expect.poll(() => library.sum('changed'), patience).toBe(1)
    await expect.poll(library.paths, patience).toEqual([...all].toSorted())
    expect((await pathsFor(library.made.library, 'musical instrument'))[0]).toBe(`${docs}/tea.md`)
  })

  test('takes a save that keeps the old version under another name for a change of the file', async () => {
    await using library = await watched(fourFiles)
    const { docs } = library
    await rename(`${docs}/tea.md`, `${docs}/tea.md~`)
    await write(`${docs}/tea.md`, subjects.violin)
    await rm(`${docs}/tea.md~`)
    const isTaken = async () => (await pathsFor(library.made.library, 'musical instrument'))[0] === `${docs}/tea.md`
    await expect.poll(isTaken, patience).toBe(true)
    expect(library.paths()).toEqual([...all].toSorted())
  })

  test('has folders watched that are made at once with what is in them', async () => {
    await using library = await watched({ 'a.txt': 'one' })
    const { docs } = library
    const made = Array.from({ length: 20 }, (_, i) => `new/${i}/in/it/note.txt`)
    await Promise.all(made.map((path) => write(`${docs}/${path}`, path)))
    await expect.poll(library.paths, patience).toEqual(['a.txt', ...made].toSorted())
    await write(`${docs}/new/7/in/it/more.txt`, 'more')
    await expect.poll(library.paths, patience).toEqual(['a.txt', ...made, 'new/7/in/it/more.txt'].toSorted())
  })

  test('is watched anew where a folder was deleted and made again', async () => {
    await using library = await watched({ 'a/b/c.txt': 'one' })
    const { docs } = library
    await rm(`${docs}/a`, { recursive: true })
    await write(`${docs}/a/b/d.txt`, 'two')
    await expect.poll(library.paths, patience).toEqual(['a/b/d.txt'].toSorted())
    await write(`${docs}/a/b/e.txt`, 'three')
    await expect.poll(library.paths, patience).toEqual(['a/b/d.txt', 'a/b/e.txt'].toSorted())
  })

  test('obeys an ignore file that is written, changed and deleted', async () => {
    await using library = await watched({ ...fourFiles, '.git/config': '' })
    const { docs } = library
    await write(`${docs}/.gitignore`, 'nature\n')
    await expect.poll(library.paths, patience).toEqual(['money.txt', 'tea.md'].toSorted())
    await write(`${docs}/.gitignore`, 'birds\n')
    await expect.poll(library.paths, patience).toEqual(['money.txt', 'nature/volcano.txt', 'tea.md'].toSorted())
    await rm(`${docs}/.gitignore`)
    await expect.poll(library.paths, patience).toEqual([...all].toSorted())
    // Folders that came back are watched again.
    await write(`${docs}/nature/birds/owl.txt`, 'An owl.')
    await expect.poll(library.paths, patience).toEqual([...all, 'nature/birds/owl.txt'].toSorted())
  })

  test('drops a folder that becomes a cache', async () => {
    await using library = await watched(fourFiles)
    await write(`${library.docs}/nature/CACHEDIR.TAG`, CACHE_SIGNATURE)
    await expect.poll(library.paths, patience).toEqual(['money.txt', 'tea.md'].toSorted())
  })

  test.skipIf(process.platform === 'win32')('has no trouble with links that lead in a circle', async () => {
    await using library = await watched({ 'a/b.txt': 'one' })
    await symlink('..', `${library.docs}/a/up`)
    await symlink('.', `${library.docs}/here`)
    await write(`${library.docs}/a/c.txt`, 'two')
    await expect.poll(library.paths, patience).toEqual(['a/b.txt', 'a/c.txt'].toSorted())
    expect(library.watcher.folders).toBe(2)
  })

  test.skipIf(process.platform === 'win32')('takes up a file that may be read again', async () => {
    await using library = await watched({ 'a.txt': 'one' })
    await chmod(`${library.docs}/a.txt`, 0o600)
    await expect.poll(() => library.runs.length, patience).toBeGreaterThan(0)
    await expect.poll(library.paths, patience).toEqual(['a.txt'].toSorted())
  })
})

test.skipIf(process.platform === 'win32')(
  'what may not be read any more stays until it is known to be gone, and is taken up when it may be read again',
  async () => {
    await using library = await watched(fourFiles)
    const { docs, made } = library
    using _ = asNobody(made.tree.root)
    await chmod(`${docs}/nature`, 0)
    await expect.poll(() => made.library.problems(), patience).toMatchObject([{ path: `${docs}/nature` }])
    expect(library.paths()).toEqual([...all].toSorted())
    await chmod(`${docs}/nature`, 0o700)
    await write(`${docs}/nature/violin.txt`, subjects.violin)
    await library.watcher.rescanAll()
    await expect.poll(library.paths, patience).toEqual([...all, 'nature/violin.txt'].toSorted())
    expect(made.library.problems()).toEqual([])
  },
)

describe('a root', () => {
  test('that is deleted keeps its documents, is named as a trouble, and is taken up when it is back', async () => {
    await using library = await watched(fourFiles)
    const { docs, made } = library
    await rename(docs, `${docs} unplugged`)
    await expect.poll(() => library.troubles(), patience).toEqual([expect.stringContaining(`${docs} is not there`)])
    await expect.poll(() => made.library.problems(), patience).toMatchObject([{ path: docs, code: 'unreadable' }])
    await expect.poll(library.paths, patience).toEqual([...all].toSorted())
    await appendFile(`${docs} unplugged/tea.md`, '\nOolong is darker.')
    await rename(`${docs} unplugged`, docs)
    await expect.poll(() => library.sum('changed'), patience).toBe(1)
    expect([library.troubles(), made.library.problems()]).toEqual([[], []])
    await write(`${docs}/violin.txt`, subjects.violin)
    await expect.poll(library.paths, patience).toEqual([...all, 'violin.txt'].toSorted())
  })

  test('that was gone is looked for at once where somebody asks', async () => {
    await using library = await watched({ 'a.txt': 'one' }, { lookEveryMs: 3_600_000 })
    const { docs } = library
    await rename(docs, `${docs} unplugged`)
    await library.watcher.rescanAll()
    expect(library.troubles()).toHaveLength(1)
    await library.watcher.updateRoots()
    expect(library.troubles()).toHaveLength(1)
    await rename(`${docs} unplugged`, docs)
    await write(`${docs}/violin.txt`, subjects.violin)
    await library.watcher.updateRoots()
    expect(library.troubles()).toEqual([])
    expect(library.paths()).toEqual(['a.txt', 'violin.txt'])
  })

  test('that is added is watched, one that leaves the library no longer', async () => {
    await using other = await makeLibrary({ 'far.txt': 'one' })
    await using library = await watched({ 'a.txt': 'one' })
    const inner = library.made.library
    await inner.addRoot(other.docs)
    await library.watcher.updateRoots()
    await write(`${other.docs}/new.txt`, 'two')
    await expect.poll(() => [...inner.documents()].length, patience).toBe(3)
    await inner.remove(other.docs)
    await library.watcher.updateRoots()
    expect(library.watcher.folders).toBe(1)
    await write(`${other.docs}/newer.txt`, 'three')
    await write(`${library.docs}/b.txt`, 'two')
    await expect.poll(library.paths, patience).toEqual(['a.txt', 'b.txt'].toSorted())
  })

  test('that needs more watches than the system allows is read again from time to time, and the limit is named', async () => {
    const refusing = (): DirectoryWatches => ({
      add: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
      has: () => false,
      isSame: async () => true,
      drop() {},
      close: async () => {},
    })
    await using library = await watched({ 'a.txt': 'one' }, { openWatches: refusing, unwatchedEveryMs: 200 })
    expect(library.troubles()).toEqual([
      expect.stringMatching(process.platform === 'linux' ? 'fs.inotify.max_user_watches' : 'close programs'),
    ])
    await write(`${library.docs}/b.txt`, 'two')
    await expect.poll(library.paths, patience).toEqual(['a.txt', 'b.txt'].toSorted())
  })
})

test('what changed while the machine slept is found when it wakes', async () => {
  const silent = () => new WatchPerFolder(() => {})
  await using library = await watched({ 'a.txt': 'one' }, { openWatches: silent, lookEveryMs: 100 })
  await write(`${library.docs}/b.txt`, 'two')
  // The system's clock went on, the timers did not.
  const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000)
  try {
    await expect.poll(library.paths, patience).toEqual(['a.txt', 'b.txt'])
  } finally {
    now.mockRestore()
  }
})

test('what was never told is found by the next rescan', async () => {
  const silent = () => new WatchPerFolder(() => {})
  await using library = await watched({ 'a.txt': 'one' }, { openWatches: silent })
  await write(`${library.docs}/new/b.txt`, 'two')
  await library.watcher.rescanAll()
  await expect.poll(library.paths, patience).toEqual(['a.txt', 'new/b.txt'].toSorted())
  await write(`${library.docs}/c.txt`, 'three')
  await using often = await watched({ 'a.txt': 'one' }, { openWatches: silent, rescanEveryMs: 300 })
  await write(`${often.docs}/b.txt`, 'two')
  await expect.poll(often.paths, patience).toEqual(['a.txt', 'b.txt'].toSorted())
})

test.skipIf(process.platform !== 'linux')('a closed watcher leaves no watch behind', async () => {
  const before = watchHandles()
  await using library = await watched({ 'a/b/c.txt': 'one' })
  await rm(`${library.docs}/a/b`, { recursive: true })
  await expect.poll(library.paths, patience).toEqual([].toSorted())
  await write(`${library.docs}/d/e.txt`, 'two')
  await expect.poll(library.paths, patience).toEqual(['d/e.txt'].toSorted())
  expect(watchHandles() - before).toBe(3)
  await library.watcher.close()
  await expect.poll(watchHandles, patience).toBe(before)
})

function watchHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('FSEvent')).length
}
