import { expect, test } from 'vitest'
import { parseSize } from './sizes.ts'

test.each([
  ['>1MB', { least: 1_000_001, most: null }],
  ['>=1MB', { least: 1_000_000, most: null }],
  ['1mb', { least: 1_000_000, most: null }],
  ['<500k', { least: null, most: 499_999 }],
  ['<=2.5 GB', { least: null, most: 2_500_000_000 }],
  ['1KiB..2MiB', { least: 1024, most: 2 * 1024 ** 2 }],
  ['..10', { least: null, most: 10 }],
  ['10b..', { least: 10, most: null }],
  ['1-5mb', { least: 1e6, most: 5e6 }],
  ['1 MB – 5 MB', { least: 1e6, most: 5e6 }],
  ['500..1k', { least: 500, most: 1000 }],
  ['1mb..5', { least: 1e6, most: 5e6 }],
  ['5MB..1MB', { least: 5e6, most: 1e6 }],
])('%s is a size', (text, expected) => expect(parseSize(text)).toEqual(expected))

test.each(['', 'big', '>', '..', '1..2..3', '-5', '1XB', '>NaN'])('%j is none', (text) =>
  expect(parseSize(text)).toBeNull(),
)
