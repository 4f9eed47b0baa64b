import { describe, expect, test } from 'vitest'
import { sentenceIn } from './best-sentence.ts'

const inText = (text: string, sentence: string): string | null => {
  const found = sentenceIn(text, sentence)
  return found === null ? null : text.slice(found.start, found.end)
}

describe('the best sentence is found again in its text', () => {
  test('over line ends and marks', () => {
    expect(inText('Tea.\n\nThe **frost** killed\nthe plants. More.', 'The frost killed the plants.')).toBe(
      'The **frost** killed\nthe plants.',
    )
  })

  test('with the address of a link that its snippet has not', () => {
    const text = 'See [the long book of trees](https://example.org/a/b) and then read it twice or more. End.'
    expect(inText(text, 'See the long book of trees and then read it twice or more.')).toBe(text.slice(0, -5))
  })

  test('where it is said a second time, after what begins as it does', () => {
    const text = 'Row one of the list is dry. Row one of the list is wet.'
    expect(inText(text, 'Row one of the list is wet.')).toBe('Row one of the list is wet.')
    expect(inText('Lines one two three. Lines one two four five.', 'Lines one two four five.')).toBe(
      'Lines one two four five.',
    )
  })

  test('cut in the middle of a word', () => {
    expect(inText('Alpha beta gamma delta epsilon zeta', 'Alpha beta gamma delta eps…')).toBe(
      'Alpha beta gamma delta epsilon',
    )
  })

  test('in a script without blanks', () => {
    expect(inText('茶很热。水很冷。', '水很冷。')).toBe('水很冷。')
  })

  test('and is nowhere in another text', () => {
    expect(sentenceIn('Something else.', 'The frost killed the plants.')).toBeNull()
    expect(sentenceIn('Something else.', '')).toBeNull()
  })
})
