import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeHubModel } from '../embed/testing/hub-fixture.ts'
import { jsonSchemaOf, schemas, type SchemaName } from '../schemas.ts'
import { undocumentedKeys } from '../schemas-testing.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { firstLine, leantern, outcomeOf, startLeantern } from './testing.ts'

let tree: TestTree
let library: string
const { LEANTERN_DATA: dataBefore } = process.env

beforeAll(async () => {
  const files = { ...fourFiles, 'broken.pdf': 'no PDF' }
  tree = await makeTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`docs/${path}`, text])))
  library = tree.at('library')
  process.env['LEANTERN_DATA'] = tree.at('data')
  await leantern('index', tree.at('docs'), '--index', library)
  await writeFile(tree.at('docs/tea.md'), 'Tea has changed.')
  // A search notices the change, and the file waits to be read.
  await leantern('search', 'green tea', '--index', library)
})
afterAll(async () => {
  if (dataBefore === undefined) delete process.env['LEANTERN_DATA']
  else process.env['LEANTERN_DATA'] = dataBefore
  await tree[Symbol.asyncDispose]()
})

type Row = [SchemaName, string[]]

/** Commands with a library, which get it and --json. */
const ofLibrary: Row[] = [
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
  ['why', ['why', '.']],
  ['judged', ['judge', 'ash', 'VOLCANO']],
  ['models', ['model', 'list']],
  ['switched', ['model', 'use', 'leantern-static-256']],
  ['providers', ['providers']],
  ['rules', ['rules', 'list']],
  ['rules', ['rules', 'off', 'node_modules']],
  ['rules', ['rules', 'on', 'node_modules']],
  ['rules', ['rules', 'add', '*.bak']],
  ['rules', ['rules', 'remove', '*.bak']],
  ['rules', ['rules', 'hosts', 'example.org']],
  ['rules', ['rules', 'saved', 'DOCS']],
  ['rules', ['rules', 'set', 'text', '40']],
  ['exported', ['export', 'FILE']],
  ['forgotten', ['forget', 'VOLCANO']],
  ['forgottenList', ['forget', '--list']],
  ['undone', ['forget', '--undo', 'VOLCANO']],
  ['undone', ['tune', '--reset']],
  ['removed', ['remove', 'MONEY']],
]

const ofNone: Row[] = [
  ['library', ['libraries', '--json']],
  ['settings', ['config', 'list', '--json']],
  ['settings', ['config', 'set', 'search.limit', '7', '--json']],
  ['settings', ['config', 'get', 'search.limit', '--json']],
  ['settings', ['config', 'unset', 'search.limit', '--json']],
  ['extracted', ['extract', 'DOCS', '--json']],
]

/** They print a line once they listen. */
const ofServers: Row[] = [
  ['service', ['serve', '--no-window']],
  ['service', ['mcp', '--http']],
]

/** Held to what is printed or answered by tests of their own: below, or where this says. */
const elsewhere: Readonly<Partial<Record<SchemaName, string>>> = {
  modelAdded: 'below',
  modelRemoved: 'below',
  tuning: 'below',
  place: 'below',
  key: 'key-command.test.ts',
  passage: 'export-command.test.ts',
  text: 'core/server/api.test.ts',
  documents: 'core/server/api.test.ts',
  sources: 'core/server/api.test.ts',
  error: 'core/server/api.test.ts',
}

test('every schema is held to something', () => {
  const held = new Set<string>([...ofLibrary, ...ofNone, ...ofServers].map(([name]) => name))
  expect(Object.keys(schemas).filter((name) => !held.has(name) && !Object.hasOwn(elsewhere, name))).toEqual([])
})

describe('what --json prints has the keys of its schema, and no others', () => {
  test.each(ofLibrary)('%s: leantern %j', async (name, words) => {
    expect(await misfits(name, [...words, '--json', '--index', library])).toEqual([])
  })

  test.each(ofNone)('%s: leantern %j', async (name, words) => {
    expect(await misfits(name, words)).toEqual([])
  })

  test('modelAdded and modelRemoved', async () => {
    const before = process.env['LEANTERN_MODELS']
    process.env['LEANTERN_MODELS'] = tree.at('models')
    try {
      const folder = await writeHubModel(tree.at('small'))
      expect(await misfits('modelAdded', ['model', 'add', folder, '--name', 'tiny', '--json'])).toEqual([])
      expect(await misfits('modelRemoved', ['model', 'remove', 'tiny', '--json'])).toEqual([])
    } finally {
      if (before === undefined) delete process.env['LEANTERN_MODELS']
      else process.env['LEANTERN_MODELS'] = before
    }
  })

  test('tuning, once there are enough judged searches', async () => {
    for (const query of [
      'green tea',
      'tea leaves',
      'a pot',
      'small cups',
      'steamed',
      'grassy',
      'brewed',
      'tea',
      'hot',
      'drink',
    ])
      await leantern('judge', query, tree.at('docs/tea.md'), '--index', library)
    expect(await misfits('tuning', ['tune', '--json', '--index', library])).toEqual([])
  })

  test('place, of a mailbox that another program left', async () => {
    await using home = await makeTree({
      'Maildir/cur/1:2,S': 'Subject: x\n\ny\n',
      'Maildir/new/': '',
      'Maildir/tmp/': '',
    })
    const before = process.env['HOME']
    process.env['HOME'] = home.root
    try {
      expect(await misfits('place', ['sources', '--json', '--index', library])).toEqual([])
    } finally {
      process.env['HOME'] = before
    }
  })

  test.each(ofServers)('%s: leantern %j', async (name, words) => {
    const child = startLeantern(...words, '--json', '--index', library)
    const line = await firstLine(child)
    expect(misfitsOf(name, line)).toEqual([])
    const outcome = outcomeOf(child)
    child.kill('SIGINT')
    expect(await outcome).toMatchObject({ code: 0 })
  })

  test('index: a line for each batch of leantern watch', async () => {
    const child = startLeantern('watch', '--json', '--index', library)
    await new Promise((resolve) => child.stderr.once('data', resolve))
    await writeFile(tree.at('docs/new.txt'), 'A saxophone is played with a reed.')
    const line = await firstLine(child)
    expect(misfitsOf('index', line)).toEqual([])
    const outcome = outcomeOf(child)
    child.kill('SIGINT')
    expect(await outcome).toMatchObject({ code: 0 })
  })
})

/** What a command prints that is not as its schema says. */
async function misfits(name: SchemaName, words: readonly string[]): Promise<string[]> {
  const places: Readonly<Record<string, string>> = {
    '.': tree.at('docs/tea.md'),
    VOLCANO: tree.at('docs/nature/volcano.txt'),
    MONEY: tree.at('docs/money.txt'),
    DOCS: tree.at('docs'),
    FILE: tree.at('export.jsonl'),
  }
  const { out } = await leantern(...words.map((word) => places[word] ?? word))
  return misfitsOf(name, out)
}

function misfitsOf(name: SchemaName, out: string): string[] {
  if (out === '') return ['nothing']
  return out
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const value: unknown = JSON.parse(line)
      const { error } = schemas[name].safeParse(value)
      return [...(error === undefined ? [] : [error.message]), ...undocumentedKeys(jsonSchemaOf(schemas[name]), value)]
    })
}

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
