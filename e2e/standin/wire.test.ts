import { expect, test } from 'vitest'
import { decodeValue, encodeValue } from './wire.ts'

test.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'ä "quoted" 🏮'],
  ['numbers', [0, -1.5, Number.NaN, Number.POSITIVE_INFINITY, 10n]],
  ['a date', new Date(5)],
  [
    'a map',
    new Map<unknown, unknown>([
      ['a', 1],
      [{ b: 2 }, new Date(0)],
    ]),
  ],
  ['a set', new Set([1, 'b'])],
  ['bytes', new Uint8Array([0, 127, 255])],
  ['an object with our own mark', { $: 'date', data: { $: 5 } }],
  ['something deep', { a: [{ b: [undefined, { c: null }] }] }],
])('%s comes back as it was', (_what, value) => {
  expect(decodeValue(encodeValue(value))).toEqual(value)
})

test('an error keeps its name and message', () => {
  expect(decodeValue(encodeValue(new RangeError('too far')))).toMatchObject({ name: 'RangeError', message: 'too far' })
})

test('what structured clone refuses is refused', () => {
  expect(() => encodeValue({ call() {} })).toThrow('could not be cloned')
  const ring: unknown[] = []
  ring.push(ring)
  expect(() => encodeValue(ring)).toThrow('holds itself')
})

test('the same object may come twice', () => {
  const part = { a: 1 }
  expect(decodeValue(encodeValue([part, part]))).toEqual([part, part])
})

test('special values go over as their owner says', () => {
  const text = encodeValue([() => 5], (value) => (typeof value === 'function' ? ['function', 3] : null))
  expect(decodeValue(text, (tag, data) => `${tag} ${String(data)}`)).toEqual(['function 3'])
})
