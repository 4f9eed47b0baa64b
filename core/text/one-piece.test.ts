import { expect, test } from 'vitest'
import { inOnePiece } from './one-piece.ts'

test('lists are copied into one piece of memory, whatever they are views of', () => {
  const numbers = Uint32Array.of(7, 8, 9, 10)
  const lists = {
    bytes: Uint8Array.of(1, 2, 3),
    numbers: numbers.subarray(1, 3),
    none: new Uint32Array(),
    more: Uint8Array.of(4, 5, 6, 7, 8),
    last: Uint32Array.of(0xffffffff),
  }
  const copies = inOnePiece(lists)
  expect(copies).toEqual(lists)
  expect(new Set(Object.values(copies).map(({ buffer }) => buffer)).size).toBe(1)
  expect(copies.bytes.buffer.byteLength).toBe(4 + 8 + 8 + 4)
  copies.numbers[0] = 0
  expect(numbers[1]).toBe(8)
})

test('of no lists there is no memory', () => {
  expect(inOnePiece({ starts: new Uint32Array() }).starts.buffer.byteLength).toBe(0)
})
