import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStandIn } from '../answering/testing.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import type { Answer } from '../types.ts'
import { leantern, outcomeOf, startLeantern } from './testing.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  tree = await makeTree({ ...fourFiles, 'empty/': '' })
  library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

test('ask --help explains itself', async () => {
  const { code, out } = await leantern('ask', '--help')
  expect(code).toBe(0)
  expect(out).toContain('Usage: leantern ask')
  expect(out).toContain('LEANTERN_API_KEY')
})

test.each([
  [[], 'Expected a question, got none'],
  [['   '], 'Expected a question or some words'],
  [['tea', '--provider', 'magic'], 'Allowed choices are extract, ollama, openai'],
  [['tea', '--provider', 'ollama'], 'Expected --model'],
  [['tea', '--model', 'x'], 'Expected --provider'],
  [['tea', '--provider', 'openai', '--model', 'x', '--base-url', 'nowhere'], 'Expected the address of a server'],
  [['tea', '--passages', '0'], 'Expected a whole number from 1 to 30'],
])('ask %j ends with 2 and says why', async (words, message) => {
  const { code, out, err } = await leantern('ask', ...words, '--index', library)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(message)
})

describe('without a model', () => {
  test('prints the best sentences and where they stand', async () => {
    const { code, out, err } = await leantern('ask', 'How far may ash travel?', '--index', library)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^Ash may travel for a thousand kilometres.*\[\d\]/u)
    expect(out).toContain(tree.at('nature/volcano.txt'))
  })

  test('prints the passages first when asked', async () => {
    const { out } = await leantern('ask', 'How far may ash travel?', '--show-context', '--index', library)
    expect(out).toMatch(/^\[1\] volcano/u)
    expect(out).toContain('    When magma rises')
  })

  test('prints one JSON object', async () => {
    const { code, out } = await leantern('ask', 'How far may ash travel?', '--json', '--index', library)
    expect(code).toBe(0)
    const answer = JSON.parse(out) as Answer
    expect(Object.keys(answer)).toEqual([
      'question',
      'text',
      'sentences',
      'sources',
      'short',
      'provider',
      'note',
      'noteSaid',
      'isComplete',
      'ms',
    ])
    expect(answer).toMatchObject({ provider: 'extract', sentences: [{ support: 'supported' }] })
  })

  test('ends with 1 where the library has nothing on it', async () => {
    await leantern('index', tree.at('empty'), '--index', tree.at('bare'))
    const { code, out, err } = await leantern('ask', 'What is tea?', '--index', tree.at('bare'))
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('Nothing in the library answers “What is tea?”')
  })

  test('reads the question from standard input, or one a line with --chat', async () => {
    const once = startLeantern('ask', '-', '--index', library)
    once.stdin.end('How far may\nash travel?\n')
    expect(await outcomeOf(once)).toMatchObject({ code: 0, out: expect.stringContaining('thousand kilometres') })
    const chat = startLeantern('ask', '--chat', '--json', '--index', library)
    chat.stdin.end('How far may ash travel?\n\nAnd what does it ground?\n')
    const { code, out } = await outcomeOf(chat)
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer)
    expect([code, answers.map(({ question }) => question)]).toEqual([
      0,
      ['How far may ash travel?', 'And what does it ground?'],
    ])
    expect(answers[1].sources[0].path).toBe(tree.at('nature/volcano.txt'))
  })
})

describe('with a model', () => {
  test('streams its words, names its sources, and says what they do not say', async () => {
    await using standIn = await startStandIn('openai')
    standIn.behaviour = {
      kind: 'answers',
      pieces: ['Ash may travel a thousand kilometres [1]. ', 'It smells of 12 roses [1].'],
    }
    const words = ['--provider', 'openai', '--model', 'm', '--base-url', standIn.baseUrl, '--index', library]
    process.env['LEANTERN_API_KEY'] = 'a key'
    try {
      const { code, out, err } = await leantern('ask', 'How far may ash travel?', ...words)
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(
        /^Ash may travel a thousand kilometres \[1\]\. It smells of 12 roses \[1\]\.\n\n\[1\] volcano/u,
      )
      expect(out).toContain('Not said by [1]: It smells of 12 roses.\n')
      expect(standIn.seen[0].headers.authorization).toBe('Bearer a key')
    } finally {
      delete process.env['LEANTERN_API_KEY']
    }
  })

  test('that is not there gives way to the best sentences, and says so', async () => {
    await using standIn = await startStandIn('ollama')
    await standIn[Symbol.asyncDispose]()
    const words = ['--provider', 'ollama', '--model', 'm', '--base-url', standIn.baseUrl, '--index', library]
    const { code, out, err } = await leantern('ask', 'How far may ash travel?', ...words)
    expect(code).toBe(0)
    expect(out).toContain('thousand kilometres')
    expect(err).toContain('nothing listens there. These are the best sentences instead.')
  })

  test('on another machine is said before anything is sent', async () => {
    await using standIn = await startStandIn('ollama')
    await standIn[Symbol.asyncDispose]()
    // Every address of this machine, which is not the same as this machine alone.
    const { port } = new URL(standIn.baseUrl)
    const words = ['--provider', 'ollama', '--model', 'm', '--base-url', `http://0.0.0.0:${port}`, '--index', library]
    const { err } = await leantern('ask', 'How far may ash travel?', ...words)
    expect(err).toContain(`go to m at 0.0.0.0:${port}, not on this machine`)
  })

  test('that hangs is left on Ctrl-C', async () => {
    await using standIn = await startStandIn('ollama')
    standIn.behaviour = { kind: 'hangs', parts: [] }
    const words = ['--provider', 'ollama', '--model', 'm', '--base-url', standIn.baseUrl, '--index', library]
    const child = startLeantern('ask', 'How far may ash travel?', ...words)
    const outcome = outcomeOf(child)
    await expect.poll(() => standIn.seen.length, { timeout: 60_000 }).toBe(1)
    child.kill('SIGINT')
    expect(await outcome).toMatchObject({ code: 130 })
  })
})
