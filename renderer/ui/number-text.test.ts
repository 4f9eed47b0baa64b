import { expect, test } from 'vitest'
import { bytesText, countText, datedText, dayText, percentText } from './number-text.ts'

test('counts are grouped', () => {
  expect([countText(1), countText(3480)]).toEqual(['1', '3,480'])
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

test('a day of this year needs no year, and no date is no text', () => {
  const now = new Date(2026, 5, 1)
  expect(dayText(new Date(2026, 2, 3).getTime(), now)).toBe('Mar 3')
  expect(dayText(new Date(2024, 2, 3).getTime(), now)).toBe('Mar 3, 2024')
  expect(dayText(0, now)).toBe('')
})

test('a document that names its day alone has no time', () => {
  expect(datedText(new Date(2024, 1, 3).getTime())).toBe('Feb 3, 2024')
  expect(datedText(new Date(2024, 1, 3, 9, 30).getTime())).toMatch(/^Feb 3, 2024, 9:30\sAM$/u)
})
