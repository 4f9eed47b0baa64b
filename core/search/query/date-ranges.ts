/* From one date to another: 2019..2020, 2024-03.., ..yesterday, March..May 2024, monday to friday. */
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
    const start = first === '' ? null : (parsePeriod(withYear(first, last), now) ?? parsePeriod(first, now))
    if ((first === '' || start !== null) && (last === '' || end !== null))
      return { from: start?.from ?? null, until: end?.until ?? null }
  }
  return null
}

/** March..May 2024: the year is of both. */
function withYear(first: string, last: string): string {
  const year = /\s(\d{4})$/.exec(last)
  return year === null || /\d{4}/.test(first) ? first : `${first} ${year[1]}`
}
