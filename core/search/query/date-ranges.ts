/* From one date to another: 2019..2020, 2024-03.., ..yesterday, March..May 2024, monday to friday. */
import type { Period } from './calendar.ts'
import { parsePeriod } from './dates.ts'
import { waysToPart } from './ranges.ts'

/** Milliseconds since 1970; `from` belongs to it, `until` does not; null: open. */
export interface DateRange {
  readonly from: number | null
  readonly until: number | null
}

/** A period or a range of two, both of which belong to it; null for neither. Its ends are as they were written: it may end before it begins. */
export function parseDateRange(text: string, now: Date): DateRange | null {
  return parsePeriod(text, now) ?? betweenDates(text, now)
}

/** Only what is written as a range. */
export function betweenDates(text: string, now: Date): DateRange | null {
  for (const [first, last] of waysToPart(text)) {
    const end = last === '' ? null : parsePeriod(last, now)
    const start = first === '' ? null : startOf(first, last, end, now)
    if ((first === '' || start !== null) && (last === '' || end !== null))
      return { from: start?.from ?? null, until: end?.until ?? null }
  }
  return null
}

/** The first period; what it does not say is as the last one says it, and where it would be later than that it is the one before it. */
function startOf(first: string, last: string, end: Period | null, now: Date): Period | null {
  const whole = completed(first, last)
  const start = parsePeriod(whole, now) ?? parsePeriod(first, now)
  if (start === null || end === null || start.from < end.until) return start
  return parsePeriod(whole, new Date(end.from)) ?? start
}

/** March..May 2024, 1-5 March 2024, 1.-15.3.2024: the year, and the month, are of both. */
function completed(first: string, last: string): string {
  if (/^\d{1,2}\.?$/.test(first) && /[\p{L}.]/u.test(last)) return first + last.replace(/^\d{1,2}\.?/, '')
  const year = /\s(\d{4})$/.exec(last)
  return year === null || /\d{4}/.test(first) ? first : `${first} ${year[1]}`
}
