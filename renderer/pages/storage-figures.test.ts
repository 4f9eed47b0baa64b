import { expect, test } from 'vitest'
import { statusOf } from '../testing/fake-api.ts'
import { storageParts, vectorBytes } from './storage-figures.ts'

test('the parts add up to the whole', () => {
  const { library } = statusOf()
  expect(storageParts(library).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(library.bytes.total)
})

test('stored vectors take four bytes a number', () => {
  expect(vectorBytes(statusOf({ library: { chunks: 10, dimensions: 256 } }).library)).toBe(10_240)
})
