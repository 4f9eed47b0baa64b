/* Periods of the calendar in the local time zone. */

/** Milliseconds since 1970; `from` belongs to the period, `until` does not. */
export interface Period {
  readonly from: number
  readonly until: number
}

/** A day of the calendar. */
export interface Day {
  readonly year: number
  /** 0 to 11; more or less runs over into other years. */
  readonly month: number
  readonly day: number
}

/** Whether a number can be a month, from 1. */
export function isMonth(month: number): boolean {
  return month >= 1 && month <= 12
}

/** The day of a moment. */
export function dayOf(date: Date): Day {
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() }
}

/** 0 for Monday. */
export function weekdayOf({ year, month, day }: Day): number {
  return (new Date(year, month, day).getDay() + 6) % 7
}

/** The Monday of its week. */
export function mondayOf(day: Day): Day {
  return { ...day, day: day.day - weekdayOf(day) }
}

/** `count` days, `shift` days from `day` on. Through the calendar, so that days of 23 and 25 hours are whole. */
export function days({ year, month, day }: Day, shift: number, count: number): Period {
  return { from: midnight(year, month, day + shift), until: midnight(year, month, day + shift + count) }
}

/** `count` months from `month` on, 0 to 11. */
export function months(year: number, month: number, count: number): Period {
  return { from: midnight(year, month, 1), until: midnight(year, month + count, 1) }
}

/** Month from 1. Null for a day that the month does not have. */
export function exactDay(year: number, month: number, day: number): Period | null {
  const date = new Date(midnight(year, month - 1, day))
  return isMonth(month) && date.getDate() === day && date.getMonth() === month - 1
    ? days({ year, month: month - 1, day }, 0, 1)
    : null
}

/** The same day so many weeks, months … before. */
export function back({ year, month, day }: Day, count: number, unit: string): number {
  if (unit === 'week') return midnight(year, month, day - 7 * count)
  if (unit === 'year') return midnight(year - count, month, day)
  return midnight(year, month - count * (unit === 'quarter' ? 3 : 1), day)
}

/** `new Date(99, …)` would be 1999. */
function midnight(year: number, month: number, day: number): number {
  return new Date(2000, month, day).setFullYear(year + Math.floor(month / 12), ((month % 12) + 12) % 12, day)
}
