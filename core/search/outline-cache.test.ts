import { expect, test } from 'vitest'
import { encodeOutline } from '../text/outline.ts'
import { OutlineCache } from './outline-cache.ts'

function record(id: number, headings: number): { id: number; outline: Uint8Array } {
  const list = Array.from({ length: headings }, (_, i) => ({ level: 1, text: `heading ${i}`, start: i * 10 }))
  return { id, outline: encodeOutline({ title: `document ${id}`, headings: list }) }
}

const damaged = Uint8Array.of(1, 0xff)

test('says what an outline says of a place, and inflates it once', () => {
  const cache = new OutlineCache()
  expect(cache.at(record(1, 30), 12)).toEqual({ title: 'document 1', path: ['heading 1'], context: '' })
  expect(cache.at({ id: 1, outline: damaged }, 25).path).toEqual(['heading 2'])
})

test('keeps the outlines that were used last, as many bytes as it may', () => {
  const cache = new OutlineCache(1100)
  for (const id of [1, 2, 3]) cache.at(record(id, 9), 0)
  expect(cache.size).toBe(3)
  expect(cache.at({ id: 1, outline: damaged }, 0).title).toBe('document 1')
  cache.at(record(4, 9), 0)
  expect(cache.size).toBe(3)
  expect(cache.at({ id: 1, outline: damaged }, 0).title).toBe('document 1')
  expect(() => cache.at({ id: 2, outline: damaged }, 0)).toThrow(/end of file|invalid/)
})

test('gives an outline that is larger than all it may keep', () => {
  const cache = new OutlineCache(100)
  expect(cache.at(record(1, 50), 495).path).toEqual(['heading 49'])
  expect(cache.size).toBe(0)
})
