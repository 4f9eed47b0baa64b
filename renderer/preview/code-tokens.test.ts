import { expect, test } from 'vitest'
import { codeTokens } from './code-tokens.ts'

const kinds = (text: string) =>
  codeTokens(text)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind} ${text}`)

test('comments, strings, numbers and keywords are told apart', () => {
  expect(kinds("const a = 'if' // return 5\nreturn 0x1F")).toEqual([
    'keyword const',
    "string 'if'",
    'comment // return 5',
    'keyword return',
    'number 0x1F',
  ])
  expect(kinds('# note\ndef f(x):\n    return x + 1.5')).toEqual([
    'comment # note',
    'keyword def',
    'keyword return',
    'number 1.5',
  ])
})

test('nothing is lost, whatever the text', () => {
  for (const text of ['', '/* never closed', '"open\nnext', 'a # b `c\n` d', "it's don't", '日記 = "本"']) {
    expect(
      codeTokens(text)
        .map((token) => token.text)
        .join(''),
    ).toBe(text)
  }
})

test('an address is no comment', () => {
  expect(kinds('see https://example.org/a')).toEqual([])
})
