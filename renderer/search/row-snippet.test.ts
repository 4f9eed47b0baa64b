import { describe, expect, test } from 'vitest'
import { wordsPattern } from '../ui/words.ts'
import { rowSnippet } from './row-snippet.ts'

const long = 'Some lines about nothing at all that go on and on for a while. '.repeat(3)

describe('a row shows of its snippet', () => {
  test('all of one that fits', () => {
    const snippet = 'First. The frost killed them.'
    expect(rowSnippet({ snippet, best: { start: 7, end: 29 } }, wordsPattern('frost'))).toBe(snippet)
  })

  test('the best sentence first, where what is before it leaves no room', () => {
    const snippet = `${long}The frost killed them.`
    expect(rowSnippet({ snippet, best: { start: long.length, end: snippet.length } }, null)).toBe(
      '…The frost killed them.',
    )
  })

  test('the words, where they stand far behind in it', () => {
    const snippet = `${long}The frost killed them all.`
    const shown = rowSnippet({ snippet, best: { start: 0, end: snippet.length } }, wordsPattern('frost'))
    expect(shown).toMatch(/^…\S.{20,40}The frost killed them all\.$/u)
  })

  test('its beginning, where the words are there too', () => {
    const snippet = `The frost. ${long}More frost.`
    expect(rowSnippet({ snippet, best: { start: 0, end: 10 } }, wordsPattern('frost'))).toBe(snippet)
  })
})
