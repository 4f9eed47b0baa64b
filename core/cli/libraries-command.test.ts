import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import type { Answer } from '../types.ts'
import { leantern, outcomeOf, startLeantern } from './testing.ts'

let tree: TestTree
const before = process.env['LEANTERN_DATA']

beforeAll(async () => {
  tree = await makeTree({
    ...Object.fromEntries(Object.entries(fourFiles).map(([path, text]) => [`docs/${path}`, text])),
    'data/': '',
  })
  process.env['LEANTERN_DATA'] = tree.at('data')
})
afterAll(async () => {
  if (before === undefined) delete process.env['LEANTERN_DATA']
  else process.env['LEANTERN_DATA'] = before
  await tree[Symbol.asyncDispose]()
})

describe('libraries by name', () => {
  test('LEANN’s forms make one, search it and ask it', async () => {
    const built = await leantern('build', 'my-docs', '--docs', tree.at('docs'))
    expect(built).toMatchObject({ code: 0, out: expect.stringMatching(/^4 new/u) })
    const found = await leantern('search', 'my-docs', 'magma', '--top-k', '1', '--complexity', '64')
    expect(found).toMatchObject({ code: 0, out: expect.stringMatching(/^ 1\. volcano/u) })
    expect(found.out).not.toContain(' 2. ')
    const asked = await leantern('ask', 'my-docs', 'How far may ash travel?')
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining('thousand kilometres') })
  })

  test('LEANN’s words of ask and build mean ours', async () => {
    const asked = await leantern('ask', 'my-docs', 'How far may ash travel?', '--top-k', '1', '--json')
    expect((JSON.parse(asked.out) as Answer).sources).toHaveLength(1)
    // Nothing listens on port 1: the best sentences, and who should have answered.
    const model = ['--llm', 'ollama', '--model', 'llama3', '--host', 'http://127.0.0.1:1']
    const note = expect.stringContaining('llama3 at 127.0.0.1:1')
    expect(await leantern('ask', 'my-docs', 'How far may ash travel?', ...model)).toMatchObject({ code: 0, err: note })
    const talk = startLeantern('ask', 'my-docs', 'How far may ash travel?', '--interactive')
    talk.stdin.end('When does the chick hatch?\n')
    const { code, out } = await outcomeOf(talk)
    expect(code).toBe(0)
    for (const path of ['volcano.txt', 'birds/penguin.txt']) expect(out).toContain(tree.at(`docs/nature/${path}:1`))
    expect((await leantern('build', 'my-docs', '--docs', tree.at('docs'), '--force')).out).toMatch(/^4 new/u)
  })

  test('every command takes them with --library', async () => {
    await leantern('build', 'other', '--docs', tree.at('docs/nature'))
    expect((await leantern('search', 'magma', '--library', 'other')).code).toBe(0)
    const { out } = await leantern('status', '--library', 'other', '--json')
    expect(JSON.parse(out)).toMatchObject({ documents: 2 })
    expect((await leantern('index', '--library', 'other')).out).toMatch(/^0 new, 0 changed, 2 unchanged/u)
  })

  test('are listed', async () => {
    const { out } = await leantern('libraries', '--json')
    const names = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string | null }).name)
    expect(names).toEqual([null, 'my-docs', 'other'])
    expect((await leantern('libraries')).out).toContain(tree.at('data/libraries/my-docs'))
  })

  test.each([
    [['search', 'two', 'words'], 'Expected one question in quotes'],
    [['search', 'tea', '--library', '../x'], 'Expected a name'],
    [['search', 'tea', '--library', 'my-docs', '--index', '/x'], 'Expected one library, got two'],
    [['build', 'a', 'b', '--docs', 'x'], 'Expected one name'],
    [['build', '../a', '--docs', '.'], 'Expected a name'],
    [['libraries', 'x'], 'too many arguments'],
  ])('%j ends with 2 and says why', async (words, message) => {
    const { code, err } = await leantern(...words)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  test('one that is not there says how to make it', async () => {
    const { code, err } = await leantern('search', 'tea', '--library', 'nothing')
    expect([code, err]).toEqual([3, expect.stringContaining('No library in')])
  })

  test('libraries --help explains itself', async () => {
    expect((await leantern('libraries', '--help')).out).toContain('Usage: leantern libraries')
  })
})

describe('config', () => {
  test('keeps what commands do by default', async () => {
    expect(await leantern('config', 'set', 'search.limit', '1')).toMatchObject({ code: 0, out: '', err: '' })
    expect(await leantern('config', 'get', 'search.limit')).toMatchObject({ code: 0, out: '1\n' })
    expect((await leantern('search', 'tea', '--library', 'my-docs')).out).not.toContain(' 2. ')
    expect((await leantern('search', 'tea', '--library', 'my-docs', '--limit', '2')).out).toContain(' 2. ')
    expect(JSON.parse((await leantern('config', 'list', '--json')).out)).toEqual({ 'search.limit': 1 })
    expect((await leantern('config', 'list')).out).toContain('passages that search shows')
    await leantern('config', 'unset', 'search.limit')
    expect(await leantern('config', 'get', 'search.limit')).toMatchObject({ code: 1, out: '' })
  })

  test.each([
    [['config', 'set', 'search.limit', 'many'], 'search.limit'],
    [['config', 'set', 'nothing', '1'], 'Expected one of search.limit'],
    [['config', 'get', 'nothing'], 'Expected one of search.limit'],
    [['config', 'set', 'search.limit'], "missing required argument 'value'"],
    [['config', 'dance'], "unknown command 'dance'"],
  ])('%j ends with 2 and says why', async (words, message) => {
    const { code, out, err } = await leantern(...words)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })

  test('config --help, and the help of its commands', async () => {
    expect((await leantern('config', '--help')).out).toContain('Usage: leantern config')
    expect(await leantern('config', 'set', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: leantern config set'),
    })
  })
})
