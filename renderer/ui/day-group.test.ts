import { expect, test } from 'vitest'
import { dayGroup } from './day-group.ts'
import { dayText } from './number-text.ts'

// A Thursday.
const now = new Date(2026, 10, 19, 0, 30)
const group = (...[year, month, day, hour = 12]: number[]) =>
  dayGroup(new Date(year, month - 1, day, hour).getTime(), now)

test('days are grouped as a person says it, by midnights and not by hours', () => {
  expect(group(2026, 11, 19, 0)).toBe('Today')
  expect(group(2026, 11, 18, 23)).toBe('Yesterday')
  expect([group(2026, 11, 17), group(2026, 11, 16)]).toEqual(['This week', 'This week'])
  expect([group(2026, 11, 15), group(2026, 11, 9)]).toEqual(['Last week', 'Last week'])
})

test('older days stand under their month, and before the last year under their year', () => {
  expect([group(2026, 11, 8), group(2026, 3, 1)]).toEqual(['November', 'March'])
  expect([group(2025, 12, 31), group(2025, 1, 1)]).toEqual(['December 2025', 'January 2025'])
  expect([group(2024, 12, 31), group(1999, 5, 5)]).toEqual(['2024', '1999'])
})

test('what is yet to come, and what has no date, has a group too', () => {
  expect(group(2026, 11, 20)).toBe('November')
  expect(group(2027, 1, 2)).toBe('January 2027')
  expect(dayGroup(0, now)).toBe('Without a date')
})

test('on a Monday yesterday is yesterday, and the days before it are last week', () => {
  const monday = new Date(2026, 10, 16, 9)
  expect(dayGroup(new Date(2026, 10, 15).getTime(), monday)).toBe('Yesterday')
  expect(dayGroup(new Date(2026, 10, 14).getTime(), monday)).toBe('Last week')
})

test('a row says today and yesterday', () => {
  expect(dayText(new Date(2026, 10, 19, 0, 1).getTime(), now)).toBe('Today')
  expect(dayText(new Date(2026, 10, 18, 23, 59).getTime(), now)).toBe('Yesterday')
  expect(dayText(new Date(2026, 10, 17).getTime(), now)).toBe('Nov 17')
})
