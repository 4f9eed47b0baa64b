import { execFileSync, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'

const core = new URL('..', import.meta.url).pathname

/** Runs where it may mount a disk of its own: a library whose root is one, taken away while nobody looks and put back. */
const script = `
  import { execFileSync } from 'node:child_process'
  import { writeFileSync } from 'node:fs'
  import { openLibrary } from '${core}library.ts'
  import { LibraryWatcher } from '${core}watching/library-watcher.ts'
  const [docs, folder] = process.argv.slice(2)
  const disk = (...words) => execFileSync(words[0], words.slice(1))
  const say = (line) => console.log(JSON.stringify(line))
  const mount = () => disk('mount', '-t', 'tmpfs', 'none', docs)
  mount()
  writeFileSync(docs + '/tea.md', 'Green tea.')
  const open = () => openLibrary({ folder, access: 'write' })
  let library = await open()
  await library.addRoot(docs)
  await library.index()
  await library.close()
  disk('umount', docs)

  library = await open()
  const documents = () => [...library.documents()].length
  say(await library.index().catch((error) => error.code))
  say([documents(), library.problems().length])
  let troubles = []
  const watcher = new LibraryWatcher(
    {
      library,
      index: (change) => library.index(change).then(() => {}, () => {}),
      onTrouble: (told) => (troubles = told),
      log() {},
    },
    { lookEveryMs: 100, quietMs: 100 },
  )
  await watcher.updateRoots()
  say([documents(), troubles.map(({ text }) => text.replace(docs, 'X'))])
  mount()
  writeFileSync(docs + '/coffee.md', 'Black coffee.')
  // What is there comes first; what is not leaves at the end of the run.
  const isTakenUp = () => [...library.documents()].map(({ title }) => title).join() === 'coffee'
  while (!isTakenUp() || library.problems().length > 0) await new Promise((next) => setTimeout(next, 50))
  say([documents(), troubles.length])
  disk('umount', docs)
  await watcher.rescanAll()
  say([documents(), troubles.length])
  await watcher.close()
  await library.close()
`

const mayMount = spawnSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0

test.skipIf(!mayMount)(
  'documents of a disk that is taken away stay, also when nothing ran meanwhile; it is taken up when it is back',
  async () => {
    await using tree = await makeTree({ 'docs/': '', 'library/': '' })
    // A file of its own: threads take over what else node is told.
    await writeFile(tree.at('unplug.mjs'), script)
    const words = ['-Urm', process.execPath, tree.at('unplug.mjs'), tree.at('docs'), tree.at('library')]
    const lines = execFileSync('unshare', words, { encoding: 'utf8', timeout: 100_000 }).trim().split('\n')
    const trouble = 'The disk of X is not there. Connect it again, or remove the folder from the library.'
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      'not-found',
      [1, 1],
      [1, [trouble]],
      [1, 0],
      [1, 1],
    ])
  },
)
