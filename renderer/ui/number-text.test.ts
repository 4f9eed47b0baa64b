import { expect, test } from 'vitest'
import { bytesText, countOf, percentText } from './number-text.ts'

test('counts are grouped and one is singular', () => {
  expect([countOf(1, 'file'), countOf(0, 'file'), countOf(3480, 'document')]).toEqual([
    '1 file',
    '0 files',
    '3,480 documents',
  ])
})

test('percentages have one decimal and only the end reads 100.0%', () => {
  expect([percentText(0.4266), percentText(0), percentText(0.99999), percentText(1), percentText(1.2)]).toEqual([
    '42.7%',
    '0.0%',
    '99.9%',
    '100.0%',
    '100.0%',
  ])
})

test('bytes carry a decimal unit', () => {
  expect([bytesText(0), bytesText(999), bytesText(5_242_880), bytesText(412_000_000), bytesText(3.2e12)]).toEqual([
    '0 bytes',
    '999 bytes',
    '5.2 MB',
    '412 MB',
    '3.2 TB',
  ])
})
