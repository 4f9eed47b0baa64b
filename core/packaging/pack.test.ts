import { execFileSync } from 'node:child_process'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { packLibrary } from './pack.ts'

const project = join(import.meta.dirname, '..', '..')
const question = 'How far may ash travel?'

let tree: TestTree

beforeAll(async () => {
  tree = await makeTree(Object.fromEntries(Object.entries(fourFiles).map(([path, text]) => [`docs/${path}`, text])))
})
afterAll(() => tree[Symbol.asyncDispose]())

test('the example runs in a clone, by the name of the package', () => {
  const script = join(project, 'core/examples/search-notes.ts')
  const out = execFileSync(process.execPath, [script, tree.at('docs'), tree.at('library'), question], {
    encoding: 'utf8',
  })
  expect(out).toMatch(/^4 new, 0 not readable\n1\. volcano: /u)
  expect(out).toContain('Ash may travel for a thousand kilometres')
})

describe('the package', () => {
  let app: string

  beforeAll(async () => {
    app = tree.at('app')
    await mkdir(join(app, 'node_modules'), { recursive: true })
    // `npm run check` checks the types of all sources.
    packLibrary(join(app, 'node_modules', 'leantern'), { areTypesChecked: false })
    // What npm would install beside it.
    for (const name of await readdir(join(project, 'node_modules'))) {
      if (name !== 'leantern') await symlink(join(project, 'node_modules', name), join(app, 'node_modules', name))
    }
  })

  test('is imported from JavaScript below node_modules, workers and model included', async () => {
    await writeFile(
      join(app, 'app.mjs'),
      `import { openLibrary } from 'leantern'
       const library = await openLibrary({ folder: process.argv[3], access: 'write' })
       await library.addRoot(process.argv[2])
       console.log((await library.index()).added)
       console.log((await library.search({ query: 'magma', limit: 1, strategy: 'codes' })).results[0].title)
       await library.close()`,
    )
    const out = execFileSync(process.execPath, ['app.mjs', tree.at('docs'), tree.at('other')], {
      cwd: app,
      encoding: 'utf8',
    })
    expect(out).toBe('4\nvolcano\n')
  })

  test('has the command line', () => {
    const script = join(app, 'node_modules/leantern/core/cli/leantern.js')
    const out = execFileSync(process.execPath, [script, 'search', 'magma', '--index', tree.at('other')], {
      encoding: 'utf8',
    })
    expect(out).toMatch(/^ 1\. volcano/u)
  })

  test('has types, and no tests, benches or training', async () => {
    await writeFile(
      join(app, 'app.mts'),
      `import { openLibrary, type SearchHit } from 'leantern'
       const library = await openLibrary({ folder: 'x', access: 'read' })
       const { results } = await library.search({ query: 'magma', limit: 1, strategy: 'codes' })
       export const titles: string[] = results.map((hit: SearchHit) => hit.title)
       // @ts-expect-error -- there is no such strategy
       void library.search({ query: 'magma', limit: 1, strategy: 'magic' })`,
    )
    const words = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--types',
      'node',
      'app.mts',
    ]
    execFileSync(join(project, 'node_modules/.bin/tsc'), words, { cwd: app, encoding: 'utf8', stdio: 'pipe' })
    const files = await readdir(join(app, 'node_modules/leantern/core'), { recursive: true })
    expect(files.filter((file) => /(?:\.test\.|^bench|^test\b|training)/u.test(file))).toEqual([])
  })
})
