import { expect, test } from 'vitest'
import { encodeOutline } from '../text/outline.ts'
import { OutlineCache } from './outline-cache.ts'

function record(id: number, headings: number): { id: number; outline: Uint8Array } {
  const list = Array.from({ length: headings }, (_, i) => ({ level: 1, text: `heading ${i}`, start: i * 10 }))
  return { id, outline: encodeOutline({ title: `document ${id}`, headings: list }) }
}

test('decodes an outline once', () => {
  const cache = new OutlineCache()
  const first = cache.of(record(1, 3))
  expect(first.title).toBe('document 1')
  expect(first.headings).toHaveLength(3)
  expect(cache.of(record(1, 3))).toBe(first)
})

test('keeps the outlines that were used last, as many headings as it may', () => {
  const cache = new OutlineCache(30)
  const first = cache.of(record(1, 9))
  const second = cache.of(record(2, 9))
  cache.of(record(3, 9))
  expect(cache.of(record(1, 9))).toBe(first)
  cache.of(record(4, 9))
  expect(cache.size).toBe(3)
  expect(cache.of(record(1, 9))).toBe(first)
  expect(cache.of(record(2, 9))).not.toBe(second)
})

test('gives an outline that is larger than all it may keep', () => {
  const cache = new OutlineCache(5)
  expect(cache.of(record(1, 50)).headings).toHaveLength(50)
  expect(cache.size).toBe(0)
})
