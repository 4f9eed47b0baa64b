/* Every command there is: its help, one success and one wrong use. A command that is added without them fails here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { leantern } from './testing.ts'

let tree: TestTree
let library: string
const before = { LEANTERN_DATA: process.env['LEANTERN_DATA'], HOME: process.env['HOME'] }

beforeAll(async () => {
  tree = await makeTree(Object.fromEntries(Object.entries(fourFiles).map(([path, text]) => [`docs/${path}`, text])))
  library = tree.at('library')
  // Of no person: neither settings nor mail.
  process.env['LEANTERN_DATA'] = process.env['HOME'] = tree.at('data')
  await leantern('index', tree.at('docs'), '--index', library)
})
afterAll(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  await tree[Symbol.asyncDispose]()
})

interface Uses {
  /** Words that succeed; null: it runs until Ctrl-C, and its own tests run it as a process. */
  readonly right: readonly string[] | null
  /** Exit code of success; default: 0. */
  readonly code?: number
  /** Words that are wrong, and what is said about them. */
  readonly wrong: readonly string[]
  readonly says: string
}

const anywhere = 'Expected one library, got two'
const twoLibraries = ['--index', 'x', '--library', 'y']

/** DOCS, TEA and OUT stand for paths; commands that take a library get one. */
const commands: Readonly<Record<string, Uses>> = {
  index: { right: ['DOCS'], wrong: ['/nowhere/at/all'], says: 'nowhere' },
  watch: { right: null, wrong: [...twoLibraries], says: anywhere },
  search: { right: ['magma and ash'], wrong: [], says: "missing required argument 'query'" },
  ask: { right: ['how far may ash travel?'], wrong: [], says: 'Expected a question, got none' },
  status: { right: [], wrong: [...twoLibraries], says: anywhere },
  list: { right: [], wrong: [...twoLibraries], says: anywhere },
  libraries: { right: [], wrong: ['x'], says: 'too many arguments' },
  sources: { right: [], code: 1, wrong: ['x'], says: 'too many arguments' },
  'rules list': { right: [], wrong: ['x'], says: 'too many arguments' },
  why: { right: ['TEA'], wrong: [], says: "missing required argument 'path'" },
  remove: { right: ['TEA'], wrong: ['/nowhere/at/all'], says: 'Nothing in the library is at or below' },
  forget: { right: ['DOCS/money.txt'], wrong: [], says: 'Expected one thing to forget' },
  judge: { right: ['ash', 'DOCS/nature/volcano.txt'], wrong: ['ash', '/nowhere'], says: '/nowhere' },
  tune: { right: ['--reset'], wrong: [], says: 'judged searches' },
  optimize: { right: [], wrong: ['--hot-cache', 'lots'], says: 'Expected a size' },
  'model list': { right: [], wrong: ['x'], says: 'too many arguments' },
  providers: { right: [], wrong: ['--use', 'abacus'], says: 'abacus' },
  check: { right: [], wrong: [...twoLibraries], says: anywhere },
  extract: { right: ['DOCS/nature/volcano.txt'], wrong: ['/nowhere/at/all'], says: '/nowhere' },
  mcp: { right: null, wrong: ['--port', 'x'], says: 'Expected a whole number' },
  serve: { right: null, wrong: ['--host', '0.0.0.0'], says: 'without TLS' },
  export: { right: ['OUT'], wrong: ['--format', 'avro'], says: 'Allowed choices' },
  import: { right: ['OUT'], wrong: ['/nowhere.jsonl'], says: 'there is nothing' },
  'config list': { right: [], wrong: ['x'], says: 'too many arguments' },
  'config set': { right: ['search.limit', '7'], wrong: ['search.limit', 'many'], says: 'search.limit' },
  'config get': { right: ['search.limit'], wrong: ['x'], says: 'Expected one of' },
  'config unset': { right: ['search.limit'], wrong: ['x'], says: 'Expected one of' },
  schema: { right: ['search'], wrong: ['x'], says: 'Allowed choices' },
  completion: { right: ['fish'], wrong: ['tcsh'], says: 'Allowed choices' },
  man: { right: [], wrong: ['x'], says: 'too many arguments' },
}

/** Groups of commands, and those below them that have tests of their own. */
const groups = ['config', 'rules', 'model']

function wordsOf(name: string, words: readonly string[]): string[] {
  const paths: Readonly<Record<string, string>> = { TEA: tree.at('docs/tea.md'), OUT: tree.at('out.jsonl') }
  return [...name.split(' '), ...words.map((word) => paths[word] ?? word.replace(/^DOCS/u, tree.at('docs')))]
}

/** With the library, for those that take one. */
async function run(name: string, words: readonly string[]) {
  const help = (await leantern(...name.split(' '), '--help')).out
  const takesOne = help.includes('--index <dir>') && !words.includes('--index')
  return leantern(...wordsOf(name, words), ...(takesOne ? ['--index', library] : []))
}

test('every command of the help is here', async () => {
  const { out } = await leantern('--help')
  const listed = [
    ...out
      .split('Commands:')[1]
      .split('Examples:')[0]
      .matchAll(/^ {2}([a-z]+)/gmu),
  ].map(([, name]) => name)
  const known = new Set(Object.keys(commands).map((name) => name.split(' ')[0]))
  expect(listed.filter((name) => !known.has(name) && !groups.includes(name))).toEqual([])
  expect(listed.length).toBeGreaterThan(20)
})

describe.each(Object.entries(commands))('%s', (name, { right, code = 0, wrong, says }) => {
  test('explains itself, each option and argument', async () => {
    const help = await leantern(...name.split(' '), '--help')
    expect([help.code, help.err]).toEqual([0, ''])
    expect(help.out).toContain(`Usage: leantern ${name}`)
    const options = help.out.split('Options:')[1] ?? ''
    expect(options.split('\n').filter((line) => /^ {2}-\S+(?: <\S+)?$/u.test(line.trimEnd()))).toEqual([])
  })

  test.skipIf(right === null)('succeeds', async () => {
    const outcome = await run(name, right ?? [])
    expect([outcome.code, outcome.err.includes('bug')]).toEqual([code, false])
  })

  test('ends with 2 where it is used wrongly, and says what was expected', async () => {
    const outcome = await run(name, wrong)
    expect([outcome.code, outcome.out]).toEqual([2, ''])
    expect(outcome.err).toContain(says)
  })

  test('refuses an option that it does not have', async () => {
    expect(await leantern(...name.split(' '), '--no-such-thing')).toMatchObject({
      code: 2,
      err: expect.stringContaining("unknown option '--no-such-thing'"),
    })
  })
})
