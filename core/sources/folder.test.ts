import { execFileSync } from 'node:child_process'
import { chmod, link, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CACHE_SIGNATURE } from './exclusions.ts'
import { folderSource } from './folder.ts'
import { filesOf, listAll, pathOf, sourceSuite } from './source.suite.ts'
import type { SourceEvent } from './source.ts'
import { makeTree, type TestTree } from './test-tree.ts'

const supports = (path: string) => path.endsWith('.txt') || path.endsWith('.md')

function listTree({ root }: TestTree, options: { ignore?: readonly string[] } = {}): Promise<SourceEvent[]> {
  return listAll(folderSource({ root, supports, ...options }))
}

/** The files' paths in the tree. */
function filesIn({ root }: TestTree, events: readonly SourceEvent[]): string[] {
  return filesOf(events).map((path) => relative(root, path))
}

/** Path in the tree → rule of what was skipped. */
function skippedIn({ root }: TestTree, events: readonly SourceEvent[]): Record<string, string> {
  const skipped = events.filter((event) => event.kind === 'skipped')
  return Object.fromEntries(skipped.map(({ path, rule }) => [relative(root, path), rule]))
}

sourceSuite('a folder', async () => {
  const files = { 'a.txt': 'one', 'b/c.txt': 'two', 'b/d/e.md': '', 'z.txt': 'four', 'photo.jpg': '', '.git/x.txt': '' }
  const tree = await makeTree(files)
  return {
    source: folderSource({ root: tree.root, supports }),
    files: ['a.txt', 'b/c.txt', 'b/d/e.md', 'z.txt'].map(tree.at),
    removePlace: () => rm(tree.root, { recursive: true }),
    cleanUp: async () => tree[Symbol.asyncDispose](),
  }
})

describe('a folder', () => {
  test('gives its files sorted, each with size and time, before its folders', async () => {
    await using tree = await makeTree({ 'b.txt': 'four', 'a/z.txt': '', 'a/B.txt': '', 'c.txt': 'é', 'a b/x.txt': '' })
    await utimes(tree.at('c.txt'), 1000, 2000)
    const events = await listTree(tree)
    expect(filesIn(tree, events)).toEqual(['b.txt', 'c.txt', 'a/B.txt', 'a/z.txt', 'a b/x.txt'])
    expect(events[1]).toEqual({ kind: 'file', file: { path: tree.at('c.txt'), size: 2, mtimeMs: 2_000_000 } })
  })

  test('lists more files than are looked at at once', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `${String(i).padStart(3, '0')}.txt`)
    await using tree = await makeTree(Object.fromEntries(names.map((name) => [name, name])))
    expect(filesIn(tree, await listTree(tree))).toEqual(names)
  })

  test('reports what it leaves out and why', async () => {
    await using tree = await makeTree({
      'notes.txt': '',
      'photo.jpg': '',
      '.git/HEAD': '',
      'web/node_modules/a/readme.md': '',
      '.ssh/notes.txt': '',
      '.env.local.txt': '',
      'draft.txt~': '',
      '~$letter.md': '',
      'music.noindex/a.txt': '',
      'library/manifest.txt': '',
      '.m2/repository/a.txt': '',
      '.m2/settings.txt': '',
    })
    const events = await listTree(tree, { ignore: [tree.at('library')] })
    expect(filesIn(tree, events)).toEqual(['notes.txt', '.m2/settings.txt'])
    expect(skippedIn(tree, events)).toEqual({
      'photo.jpg': 'unsupported type',
      '.git': 'version control (.git)',
      'web/node_modules': 'installed packages (node_modules)',
      '.ssh': 'keys and passwords',
      '.env.local.txt': 'keys and passwords',
      'draft.txt~': 'backup and lock files',
      '~$letter.md': 'backup and lock files',
      'music.noindex': 'name ends in .noindex',
      library: "Leantern's own folder",
      '.m2/repository': "a program's own data (.m2/repository)",
    })
  })

  test('leaves out folders named like build output only beside a project file', async () => {
    const names = ['bin', 'build', 'dist', 'env', 'obj', 'out', 'target', 'vendor']
    const inside = (folder: string) => Object.fromEntries(names.map((name) => [`${folder}/${name}/a.txt`, '']))
    await using tree = await makeTree({
      ...inside('mine'),
      ...inside('js'),
      'js/package.json': '{}',
      ...inside('net'),
      'net/app.csproj': '',
    })
    const events = await listTree(tree)
    expect(filesIn(tree, events)).toEqual(names.map((name) => `mine/${name}/a.txt`))
    expect(Object.keys(skippedIn(tree, events)).filter((path) => !path.includes('.'))).toEqual(
      ['js', 'net'].flatMap((folder) => names.map((name) => `${folder}/${name}`)),
    )
  })

  test('leaves out a cache with a valid tag and a Python environment of any name, but never the root', async () => {
    await using tree = await makeTree({
      'CACHEDIR.TAG': CACHE_SIGNATURE,
      'node_modules/x.txt': '',
      'tagged/CACHEDIR.TAG': `${CACHE_SIGNATURE}\n# made by a program`,
      'tagged/a.txt': '',
      'mine/CACHEDIR.TAG': 'Signature: none',
      'mine/b.txt': '',
      'python/pyvenv.cfg': '',
      'python/c.txt': '',
    })
    const events = await listTree(tree)
    expect(filesIn(tree, events)).toEqual(['mine/b.txt'])
    expect(skippedIn(tree, events)).toMatchObject({
      tagged: 'cache (CACHEDIR.TAG)',
      python: 'installed packages (pyvenv.cfg)',
    })
    const packages = await listAll(folderSource({ root: tree.at('node_modules'), supports }))
    expect(filesOf(packages)).toEqual([tree.at('node_modules/x.txt')])
  })

  test('fails when its root is a file', async () => {
    await using tree = await makeTree({ 'a.txt': '' })
    const listing = listAll(folderSource({ root: tree.at('a.txt'), supports }))
    await expect(listing).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe.skipIf(process.platform === 'win32')('a folder with what is not a plain file', () => {
  test('follows a link to a file in it that is not listed itself, once, and no other link', async () => {
    await using outside = await makeTree({ 'secret.txt': '' })
    await using tree = await makeTree({
      'a.txt': '',
      'store.noindex/0f3a': 'kept',
      '.ssh/key.txt': '',
      'docs/x.txt': '',
    })
    const links = {
      'annexed.txt': 'store.noindex/0f3a',
      'annexed-too.txt': 'store.noindex/0f3a',
      'again.txt': 'a.txt',
      'broken.txt': 'nothing',
      'circle.txt': 'circle.txt',
      'key.txt': '.ssh/key.txt',
      loop: '.',
      'docs/up.md': '..',
      'annexed.jpg': 'store.noindex/0f3a',
      'out.txt': join(outside.root, 'secret.txt'),
    }
    for (const [path, target] of Object.entries(links)) await symlink(target, tree.at(path))
    const events = await listTree(tree)
    expect(filesIn(tree, events)).toEqual(['a.txt', 'docs/x.txt', 'annexed-too.txt'])
    expect(events.find((event) => pathOf(event) === tree.at('annexed-too.txt'))).toMatchObject({ file: { size: 4 } })
    expect(skippedIn(tree, events)).toMatchObject({
      'annexed.txt': 'second link to a file',
      'again.txt': 'link to a file that is listed itself',
      'broken.txt': 'broken link',
      'circle.txt': 'broken link',
      'key.txt': 'keys and passwords',
      loop: 'link to a folder',
      'docs/up.md': 'link to a folder',
      'annexed.jpg': 'unsupported type',
      'out.txt': 'link out of the folder',
    })
  })

  test('lists hard links under each of their names', async () => {
    await using tree = await makeTree({ 'a.txt': 'x' })
    await link(tree.at('a.txt'), tree.at('b.txt'))
    expect(filesIn(tree, await listTree(tree))).toEqual(['a.txt', 'b.txt'])
  })

  test('never opens pipes and sockets', async () => {
    await using tree = await makeTree({ 'a.txt': '', 'tagged/': '', 'tagged/b.txt': '' })
    execFileSync('mkfifo', [tree.at('pipe.txt'), tree.at('tagged/CACHEDIR.TAG')])
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(tree.at('socket.txt'), resolve))
    const events = await listTree(tree)
    await new Promise((resolve) => void server.close(resolve))
    expect(filesIn(tree, events)).toEqual(['a.txt', 'tagged/b.txt'])
    const special = { 'pipe.txt': 'not a regular file', 'socket.txt': 'not a regular file' }
    expect(skippedIn(tree, events)).toMatchObject(special)
  })

  test('reports a folder that it may not read and goes on', async () => {
    await using tree = await makeTree({ 'a.txt': '', 'closed/b.txt': '', 'open/c.txt': '' })
    await chmod(tree.root, 0o755)
    await chmod(tree.at('closed'), 0)
    const events = await asNobody(() => listTree(tree))
    expect(filesIn(tree, events)).toEqual(['a.txt', 'open/c.txt'])
    const problem = { path: tree.at('closed'), code: 'unreadable', message: expect.stringContaining('EACCES') }
    expect(events.filter((event) => event.kind === 'problem')).toEqual([{ kind: 'problem', problem }])
  })

  test('fails when it may not read the root', async () => {
    await using tree = await makeTree({ 'closed/a.txt': '' })
    await chmod(tree.root, 0o755)
    await chmod(tree.at('closed'), 0)
    const listing = asNobody(() => listAll(folderSource({ root: tree.at('closed'), supports })))
    await expect(listing).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('EACCES') })
  })
})

describe.skipIf(process.platform !== 'linux')('a name that is not UTF-8', () => {
  const bytes = (tree: TestTree, name: string) =>
    Buffer.concat([Buffer.from(`${tree.root}/`), Buffer.from(name, 'latin1')])

  test('is a problem, never a crash; a name with the replacement character itself is fine', async () => {
    await using tree = await makeTree({ 'a.txt': '', 'real \ufffd.txt': '' })
    await writeFile(bytes(tree, 'caf\xe9.txt'), 'x')
    await writeFile(bytes(tree, 'real \xff.txt'), 'x')
    const events = await listTree(tree)
    expect(filesIn(tree, events)).toEqual(['a.txt', 'real \ufffd.txt'])
    const problems = events.filter((event) => event.kind === 'problem').map(({ problem }) => problem)
    expect(problems.map(({ path }) => relative(tree.root, path))).toEqual(['caf\ufffd.txt', 'real \ufffd.txt'])
    expect(problems[0]).toMatchObject({ code: 'unreadable', message: expect.stringContaining('UTF-8') })
  })
})

/** Runs without the rights of root, whom no file mode stops. */
async function asNobody<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return run()
  process.seteuid?.(65534)
  try {
    return await run()
  } finally {
    process.seteuid?.(0)
  }
}
