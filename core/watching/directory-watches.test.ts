import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { WatchPerFolder, WatchTree } from './directory-watches.ts'
import { patience, watched } from './testing.ts'

describe('a watch per folder', () => {
  test('tells of entries that come, change and go, and of no other folder', async () => {
    await using tree = await makeTree({ 'a/b/c.txt': '', 'd/e.txt': '' })
    const told = new Set<string>()
    const watches = new WatchPerFolder((folder, name) => told.add(`${folder.slice(tree.root.length)}: ${name}`))
    await watches.add([tree.root, tree.at('a/b'), tree.at('gone')])
    expect([watches.has(tree.at('a/b')), watches.has(tree.at('gone'))]).toEqual([true, false])
    await writeFile(tree.at('d/e.txt'), 'unseen')
    await writeFile(tree.at('a/b/c.txt'), 'changed')
    await rm(tree.at('a/b/c.txt'))
    await mkdir(tree.at('new'))
    await expect.poll(() => [...told].toSorted(), patience).toEqual(['/a/b: c.txt', ': new'])
    await watches.close()
  })

  test('knows a folder that was deleted and made again from the one it watches', async () => {
    await using tree = await makeTree({ 'a/': '' })
    const watches = new WatchPerFolder(() => {})
    await watches.add([tree.at('a')])
    expect(await watches.isSame(tree.at('a'))).toBe(true)
    await rm(tree.at('a'), { recursive: true })
    expect(await watches.isSame(tree.at('a'))).toBe(false)
    await mkdir(tree.at('a'))
    expect(await watches.isSame(tree.at('a'))).toBe(false)
    await watches.close()
  })

  test.skipIf(process.platform !== 'linux')(
    'costs one watch of the system for each folder and none for files',
    async () => {
      const files = Array.from({ length: 50 }, (_, i) => [`${i % 5}/${i}.txt`, ''])
      await using tree = await makeTree(Object.fromEntries(files))
      const before = inotifyWatches()
      const watches = new WatchPerFolder(() => {})
      await watches.add([tree.root, ...Array.from({ length: 5 }, (_, i) => tree.at(`${i}`))])
      expect(inotifyWatches() - before).toBe(6)
      await watches.close()
      await expect.poll(inotifyWatches, patience).toBe(before)
    },
  )
})

/** A limit of our own kernel namespace: what a process meets whose person has too many watches. */
const limited = `
  import { WatchPerFolder, isLimit } from '${new URL('./directory-watches.ts', import.meta.url).pathname}'
  const watches = new WatchPerFolder(() => {})
  const folders = process.argv.slice(1)
  await watches.add(folders).catch((error) => console.log(isLimit(error), error.code))
  await watches.close()
`

const namespaces = spawnSync('unshare', ['-Ur', 'sh', '-c', 'echo 3 > /proc/sys/user/max_inotify_watches']).status === 0

test.skipIf(!namespaces)(
  "the system's limit is told as such, and nothing is left that keeps the process alive",
  async () => {
    await using tree = await makeTree({ 'a/': '', 'b/': '', 'c/': '', 'd/': '', 'e/': '', 'f/': '' })
    const script = `echo 3 > /proc/sys/user/max_inotify_watches && exec "$@"`
    const folders = ['a', 'b', 'c', 'd', 'e', 'f'].map(tree.at)
    const words = ['-Ur', 'sh', '-c', script, 'sh', process.execPath, '--input-type=module', '-e', limited, ...folders]
    expect(execFileSync('unshare', words, { encoding: 'utf8' })).toBe('true ENOSPC\n')
  },
)

/** Watches of this process, by the kernel's account. */
function inotifyWatches(): number {
  const lines = execFileSync('sh', ['-c', `cat /proc/${process.pid}/fdinfo/* 2>/dev/null | grep -c ^inotify || true`])
  return Number(lines.toString())
}

describe('one watch for a whole tree, as macOS and Windows have it', () => {
  test('tells what changes in which folder', async () => {
    await using tree = await makeTree({ 'a/b/c.txt': '' })
    const told = new Set<string>()
    const watches = new WatchTree(tree.root, (folder, name) => told.add(`${folder.slice(tree.root.length)}: ${name}`))
    await watches.add()
    await writeFile(tree.at('a/b/c.txt'), 'changed')
    await expect.poll(() => told.has('/a/b: c.txt'), patience).toBe(true)
    await watches.close()
  })

  test('keeps a library up to date, and looks once at a folder that does not count', async () => {
    await using library = await watched(
      { 'a/b/c.txt': 'one', 'node_modules/x/y.txt': 'left out' },
      { openWatches: (root, onChange) => new WatchTree(root, onChange) },
    )
    const { docs } = library
    await writeFile(`${docs}/a/b/d.txt`, 'two')
    await expect.poll(library.paths, patience).toEqual(['a/b/c.txt', 'a/b/d.txt'])
    await writeFile(`${docs}/node_modules/x/y.txt`, 'again')
    await expect.poll(() => library.runs.at(-1)?.change.folders, patience).toEqual([docs])
    const runs = library.runs.length
    await writeFile(`${docs}/node_modules/x/y.txt`, 'and again')
    await mkdir(`${docs}/e/f`, { recursive: true })
    await writeFile(`${docs}/e/f/g.txt`, 'three')
    await expect.poll(library.paths, patience).toEqual(['a/b/c.txt', 'a/b/d.txt', 'e/f/g.txt'])
    expect(library.runs.slice(runs).flatMap(({ change }) => change.folders)).not.toContain(`${docs}/node_modules/x`)
  })
})
