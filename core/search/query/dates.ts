/*
 * Dates as people write them, as periods in the local time zone.
 *
 *   today  yesterday  monday  last week  this month  last 7 days  past year  3 weeks ago  Q4  Q3 2023  2024-Q1
 *   March  March 2024  5 March 2024  March 5, 2024  2024  2024-03  2024-03-15  15.03.2024  spring 2023
 *
 * A name without a year is the latest one that has begun. Weeks begin on Monday.
 */

/** Milliseconds since 1970; `from` belongs to the period, `until` does not. */
export interface Period {
  readonly from: number
  readonly until: number
}

interface Day {
  readonly year: number
  /** 0 to 11; more or less runs over into other years. */
  readonly month: number
  readonly day: number
}

const monthNames = 'january february march april may june july august september october november december'.split(' ')
const dayNames = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
/** Months in which seasons begin, as in the north. */
const seasons: Readonly<Record<string, number>> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 }
const numberNames = 'a one two three four five six seven eight nine ten eleven twelve'.split(' ')
/** Most of a unit that is counted back: a thousand years of days. */
const mostBack = 366_000

type Reader = (words: string, now: Date) => Period | null

/** The period that `text` names, seen from `now`; null where it names none. */
export function parsePeriod(text: string, now: Date): Period | null {
  const words = text
    .toLowerCase()
    .replaceAll(/[\s,_]+/g, ' ')
    .replaceAll(/\bthe\b/g, '')
    .replaceAll(/ +/g, ' ')
    .trim()
  for (const read of readers) {
    const period = read(words, now)
    if (period !== null) return period
  }
  return null
}

/** Whether `text` could be read as two different days: 03/04/2024. */
export function isAmbiguousDate(text: string): boolean {
  const found = /^(\d{1,2})\/(\d{1,2})\/\d{4}$/.exec(text.trim())
  return found !== null && Number(found[1]) <= 12 && Number(found[2]) <= 12 && found[1] !== found[2]
}

const readers: readonly Reader[] = [
  dayWord,
  numericDate,
  quarter,
  relativeUnit,
  countedBack,
  ago,
  weekday,
  namedMonth,
  namedDay,
  season,
]

function dayWord(words: string, now: Date): Period | null {
  const shift = { today: 0, now: 0, yesterday: -1, tomorrow: 1, 'day before yesterday': -2 }[words]
  return shift === undefined ? null : days(dayOf(now), shift, 1)
}

function numericDate(words: string): Period | null {
  const year = /^(\d{4})$/.exec(words)
  if (year !== null) return months(Number(year[1]), 0, 12)
  const month = /^(\d{4})[-/.](\d{1,2})$/.exec(words) ?? swapped(/^(\d{1,2})[/.](\d{4})$/.exec(words))
  if (month !== null) return isMonth(Number(month[2])) ? months(Number(month[1]), Number(month[2]) - 1, 1) : null
  const day = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words)
  if (day !== null) return exactDay(Number(day[1]), Number(day[2]), Number(day[3]))
  const european = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(words)
  if (european !== null) return exactDay(Number(european[3]), Number(european[2]), Number(european[1]))
  return slashedDay(words)
}

/** 3/15/2024 and 15/3/2024: whichever number can be a month; see `isAmbiguousDate`. */
function slashedDay(words: string): Period | null {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(words)
  if (found === null || isAmbiguousDate(words)) return null
  const [first, second, year] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return first > 12 ? exactDay(year, second, first) : exactDay(year, first, second)
}

function swapped(found: RegExpExecArray | null): readonly [string, string, string] | null {
  return found === null ? null : [found[0], found[2], found[1]]
}

function quarter(words: string, now: Date): Period | null {
  const found = /^q([1-4])(?:[ -]?(\d{4}))?$/.exec(words) ?? swapped(/^(\d{4})[ -]?q([1-4])$/.exec(words))
  if (found === null) return null
  const month = (Number(found[1]) - 1) * 3
  return months(found[2] === undefined ? yearBegun(month, now) : Number(found[2]), month, 3)
}

function relativeUnit(words: string, now: Date): Period | null {
  const found = /^(this|current|last|previous|next) (week|month|quarter|year|weekend)$/.exec(words)
  if (found === null) return null
  const shift = found[1] === 'next' ? 1 : found[1] === 'last' || found[1] === 'previous' ? -1 : 0
  const today = dayOf(now)
  switch (found[2]) {
    case 'week':
      return days(mondayOf(today), shift * 7, 7)
    case 'weekend':
      return days(mondayOf(today), shift * 7 + 5, 2)
    case 'month':
      return months(today.year, today.month + shift, 1)
    case 'quarter':
      return months(today.year, (Math.floor(today.month / 3) + shift) * 3, 3)
    default:
      return months(today.year + shift, 0, 12)
  }
}

/** The last 7 days, up to and with today; hours up to now. */
function countedBack(words: string, now: Date): Period | null {
  const found = /^(?:last|past|previous) (?:(\w+) )?(hour|day|week|month|quarter|year)s?$/.exec(words)
  const count = found === null ? null : countOf(found[1] ?? 'one')
  if (found === null || count === null) return null
  const end = days(dayOf(now), 0, 1)
  if (found[2] === 'hour') return { from: now.getTime() - count * 3_600_000, until: end.until }
  if (found[2] === 'day') return { from: days(dayOf(now), 1 - count, 1).from, until: end.until }
  return { from: back(dayOf(now), count, found[2]), until: end.until }
}

function ago(words: string, now: Date): Period | null {
  const found = /^(\w+) (day|week|month|year)s? ago$/.exec(words)
  const count = found === null ? null : countOf(found[1])
  if (found === null || count === null) return null
  const today = dayOf(now)
  switch (found[2]) {
    case 'day':
      return days(today, -count, 1)
    case 'week':
      return days(mondayOf(today), -7 * count, 7)
    case 'month':
      return months(today.year, today.month - count, 1)
    default:
      return months(today.year - count, 0, 12)
  }
}

/** The latest such day, today included; with `last` before it, today left out. */
function weekday(words: string, now: Date): Period | null {
  const found = /^(?:(last|this|on) )?([a-z]{3,9})$/.exec(words)
  const index = found === null ? -1 : nameIndex(dayNames, found[2])
  if (found === null || index < 0) return null
  const today = dayOf(now)
  if (found[1] === 'this') return days(mondayOf(today), index, 1)
  const since = (weekdayOf(today) - index + 7) % 7
  return days(today, -(since === 0 && found[1] === 'last' ? 7 : since), 1)
}

function namedMonth(words: string, now: Date): Period | null {
  const found = /^(?:(last|this) )?([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(words)
  const month = found === null ? -1 : nameIndex(monthNames, found[2])
  if (found === null || month < 0) return null
  if (found[3] !== undefined) return months(Number(found[3]), month, 1)
  const isNow = month === now.getMonth()
  return months(yearBegun(month, now) - (found[1] === 'last' && isNow ? 1 : 0), month, 1)
}

/** 5 March 2024, March 5 2024, 5th of March, and without a year. */
function namedDay(words: string, now: Date): Period | null {
  const first = /^(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(words)
  const second = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(words)
  const [day, name, year] = first?.slice(1) ?? (second === null ? [] : [second[2], second[1], second[3]])
  const month = name === undefined ? -1 : nameIndex(monthNames, name)
  if (month < 0) return null
  if (year !== undefined) return exactDay(Number(year), month + 1, Number(day))
  const here = exactDay(now.getFullYear(), month + 1, Number(day))
  return here !== null && here.from <= now.getTime() ? here : exactDay(now.getFullYear() - 1, month + 1, Number(day))
}

function season(words: string, now: Date): Period | null {
  const found = /^(?:last )?([a-z]+)(?: (\d{4}))?$/.exec(words)
  const month = found === null ? undefined : seasons[found[1]]
  if (found === null || month === undefined) return null
  return months(found[2] === undefined ? yearBegun(month, now) : Number(found[2]), month, 3)
}

/** The year in which this month has last begun. */
function yearBegun(month: number, now: Date): number {
  return now.getFullYear() - (month > now.getMonth() ? 1 : 0)
}

/** The place of a name, or of its first three letters and more; -1 for none. */
function nameIndex(names: readonly string[], word: string): number {
  return word.length < 3 ? -1 : names.findIndex((name) => name.startsWith(word === 'sept' ? 'sep' : word))
}

function countOf(word: string): number | null {
  const named = numberNames.indexOf(word === 'an' ? 'a' : word)
  const count = named >= 0 ? Math.max(1, named) : /^\d+$/.test(word) ? Number(word) : NaN
  return count >= 1 && count <= mostBack ? count : null
}

function isMonth(month: number): boolean {
  return month >= 1 && month <= 12
}

function dayOf(date: Date): Day {
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() }
}

/** 0 for Monday. */
function weekdayOf({ year, month, day }: Day): number {
  return (new Date(year, month, day).getDay() + 6) % 7
}

function mondayOf(day: Day): Day {
  return { ...day, day: day.day - weekdayOf(day) }
}

/** `count` days, `shift` days from `day` on. Through the calendar, so that days of 23 and 25 hours are whole. */
function days({ year, month, day }: Day, shift: number, count: number): Period {
  return { from: midnight(year, month, day + shift), until: midnight(year, month, day + shift + count) }
}

function months(year: number, month: number, count: number): Period {
  return { from: midnight(year, month, 1), until: midnight(year, month + count, 1) }
}

/** Null for a day that the month does not have. */
function exactDay(year: number, month: number, day: number): Period | null {
  const date = new Date(midnight(year, month - 1, day))
  return isMonth(month) && date.getDate() === day && date.getMonth() === month - 1
    ? days({ year, month: month - 1, day }, 0, 1)
    : null
}

/** The same day so many weeks, months … before. */
function back({ year, month, day }: Day, count: number, unit: string): number {
  if (unit === 'week') return midnight(year, month, day - 7 * count)
  if (unit === 'year') return midnight(year - count, month, day)
  return midnight(year, month - count * (unit === 'quarter' ? 3 : 1), day)
}

/** `new Date(99, …)` would be 1999. */
function midnight(year: number, month: number, day: number): number {
  return new Date(2000, month, day).setFullYear(year + Math.floor(month / 12), ((month % 12) + 12) % 12, day)
}
