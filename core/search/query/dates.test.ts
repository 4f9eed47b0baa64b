import { describe, expect, test } from 'vitest'
import { isAmbiguousDate, parsePeriod } from './dates.ts'

/** Friday. */
const now = new Date(2026, 10, 20, 15, 30)

/** '2024-03-01 2024-04-01': first day, and the first day that no longer counts. */
function period(text: string, at = now): string | null {
  const found = parsePeriod(text, at)
  return found === null ? null : [found.from, found.until].map(dayText).join(' ')
}

function dayText(ms: number): string {
  const day = new Date(ms)
  expect([day.getMinutes(), day.getSeconds()], 'periods begin at midnight').toEqual([0, 0])
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
  return parts.map((part) => `${part}`.padStart(2, '0')).join('-')
}

describe('a date as people write it', () => {
  test.each([
    ['today', '2026-11-20 2026-11-21'],
    ['yesterday', '2026-11-19 2026-11-20'],
    ['the day before yesterday', '2026-11-18 2026-11-19'],
    ['this week', '2026-11-16 2026-11-23'],
    ['Last Week', '2026-11-09 2026-11-16'],
    ['last weekend', '2026-11-14 2026-11-16'],
    ['last month', '2026-10-01 2026-11-01'],
    ['last quarter', '2026-07-01 2026-10-01'],
    ['this year', '2026-01-01 2027-01-01'],
    ['last 7 days', '2026-11-14 2026-11-21'],
    ['past two weeks', '2026-11-06 2026-11-21'],
    ['past year', '2025-11-20 2026-11-21'],
    ['3 days ago', '2026-11-17 2026-11-18'],
    ['a week ago', '2026-11-09 2026-11-16'],
    ['2 months ago', '2026-09-01 2026-10-01'],
    ['Friday', '2026-11-20 2026-11-21'],
    ['last friday', '2026-11-13 2026-11-14'],
    ['mon', '2026-11-16 2026-11-17'],
    ['Q4', '2026-10-01 2027-01-01'],
    ['q3 2023', '2023-07-01 2023-10-01'],
    ['2024-Q1', '2024-01-01 2024-04-01'],
    ['March 2024', '2024-03-01 2024-04-01'],
    ['Mar 2024', '2024-03-01 2024-04-01'],
    ['december', '2025-12-01 2026-01-01'],
    ['November', '2026-11-01 2026-12-01'],
    ['last november', '2025-11-01 2025-12-01'],
    ['5 March 2024', '2024-03-05 2024-03-06'],
    ['March 5, 2024', '2024-03-05 2024-03-06'],
    ['5th of March', '2026-03-05 2026-03-06'],
    ['24 December', '2025-12-24 2025-12-25'],
    ['2024', '2024-01-01 2025-01-01'],
    ['2024-03', '2024-03-01 2024-04-01'],
    ['2024-3', '2024-03-01 2024-04-01'],
    ['2024-02-29', '2024-02-29 2024-03-01'],
    ['2024/12/31', '2024-12-31 2025-01-01'],
    ['15.03.2024', '2024-03-15 2024-03-16'],
    ['3/15/2024', '2024-03-15 2024-03-16'],
    ['spring 2023', '2023-03-01 2023-06-01'],
    ['winter', '2025-12-01 2026-03-01'],
    ['0099-03', '99-03-01 99-04-01'],
  ])('%s', (text, expected) => expect(period(text)).toBe(expected))

  test.each(['', 'soon', '2024-13', '2023-02-29', '32 March', 'Q5', '03/04/2024', 'last 0 days', 'tax', 'ma'])(
    'is not %j',
    (text) => expect(period(text)).toBeNull(),
  )

  test('by a number of hours ends with today', () => {
    expect(parsePeriod('last 3 hours', now)).toEqual({
      from: new Date(2026, 10, 20, 12, 30).getTime(),
      until: new Date(2026, 10, 21).getTime(),
    })
  })

  test('knows Q4 of last year while this one has not begun', () => {
    expect(period('Q4', new Date(2026, 8, 30))).toBe('2025-10-01 2026-01-01')
  })

  test('may be two days, and says so', () => {
    expect([isAmbiguousDate('03/04/2024'), isAmbiguousDate('04/04/2024'), isAmbiguousDate('3/15/2024')]).toEqual([
      true,
      false,
      false,
    ])
  })
})
