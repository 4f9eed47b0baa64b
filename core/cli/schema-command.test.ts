import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonSchemaOf, schemas, type SchemaName } from '../schemas.ts'
import { undocumentedKeys } from '../schemas-testing.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { leantern } from './testing.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  const files = { ...fourFiles, 'broken.pdf': 'no PDF' }
  tree = await makeTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`docs/${path}`, text])))
  library = tree.at('library')
  await leantern('index', tree.at('docs'), '--index', library)
  await writeFile(tree.at('docs/tea.md'), 'Tea has changed.')
  // A search notices the change, and the file waits to be read.
  await leantern('search', 'green tea', '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

describe('what --json prints has the keys of its schema, and no others', () => {
  test.each([
    ['search', ['search', 'magma and ash']],
    ['search', ['search', 'type:text "ash" -tea', '--strategy', 'flat']],
    ['answer', ['ask', 'How far may ash travel?']],
    ['status', ['status']],
    ['document', ['list']],
    ['problem', ['list', '--errors']],
    ['pending', ['list', '--pending']],
    ['check', ['check']],
    ['index', ['index']],
    ['optimize', ['optimize']],
  ] satisfies [SchemaName, string[]][])('%s: leantern %j', async (name, words) => {
    const { out } = await leantern(...words, '--json', '--index', library)
    const lines = out.trimEnd().split('\n')
    expect(lines[0]).not.toBe('')
    for (const line of lines) {
      const value: unknown = JSON.parse(line)
      expect(schemas[name].safeParse(value).error).toBeUndefined()
      expect(undocumentedKeys(jsonSchemaOf(schemas[name]), value)).toEqual([])
    }
  })

  test('libraries', async () => {
    const { out } = await leantern('libraries', '--json')
    expect(undocumentedKeys(jsonSchemaOf(schemas.library), JSON.parse(out.split('\n')[0]))).toEqual([])
  })
})

test('a key that no schema names is found', () => {
  expect(
    undocumentedKeys(jsonSchemaOf(schemas.sources), {
      sources: [{ path: '', documents: 1, textBytes: 1, more: 1 }],
      also: 1,
    }),
  ).toEqual(['.sources[].more', '.also'])
})

test('schema lists the names, and prints each as JSON Schema', async () => {
  const { out } = await leantern('schema')
  const names = out.trimEnd().split('\n')
  expect(names).toEqual(Object.keys(schemas))
  for (const name of names) {
    const printed = JSON.parse((await leantern('schema', name)).out) as object
    expect(printed).toMatchObject({ $schema: expect.stringContaining('2020-12'), title: name, type: 'object' })
  }
  expect(await leantern('schema', 'nothing')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Allowed choices'),
  })
})
