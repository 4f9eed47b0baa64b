import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Recent } from './recent.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Which of the texts were made, in their order. */
function madeOf(recent: Recent<string>, texts: readonly string[], size?: () => number): string[] {
  const made: string[] = []
  for (const text of texts) {
    const value = recent.of(
      text,
      () => {
        made.push(text)
        return text.toUpperCase()
      },
      size,
    )
    expect(value).toBe(text.toUpperCase())
  }
  return made
}

test('what a text was made into is made once', () => {
  expect(madeOf(new Recent({ most: 100 }), ['tea', 'cup', 'tea', 'cup'])).toEqual(['tea', 'cup'])
})

test('what was used lately stays, however much comes', () => {
  const recent = new Recent<string>({ most: 12 })
  madeOf(recent, ['tea'])
  for (const text of ['one', 'two', 'six', 'ten', 'cup', 'pot']) expect(madeOf(recent, [text, 'tea'])).toEqual([text])
  expect(madeOf(recent, ['one'])).toEqual(['one'])
})

test('keeps no more than it may, values included, and nothing that alone is too large', () => {
  const recent = new Recent<string>({ most: 52 })
  const texts = Array.from({ length: 20 }, (_, i) => `t${i + 10}`)
  madeOf(recent, texts, () => 10)
  expect(texts.filter((text) => recent.get(text) !== undefined).length).toBeLessThanOrEqual(4)
  expect(recent.get('t29')).toBe('T29')
  expect(madeOf(recent, ['large', 'large'], () => 30)).toEqual(['large', 'large'])
})

test('everything goes after a while without anything new, and can come again', () => {
  const recent = new Recent<string>({ most: 100, restAfterMs: 1_000 })
  madeOf(recent, ['tea'])
  vi.advanceTimersByTime(800)
  madeOf(recent, ['cup'])
  vi.advanceTimersByTime(900)
  expect(recent.get('tea')).toBe('TEA')
  vi.advanceTimersByTime(200)
  expect([recent.get('tea'), recent.get('cup')]).toEqual([undefined, undefined])
  expect(madeOf(recent, ['tea', 'tea'])).toEqual(['tea'])
})
