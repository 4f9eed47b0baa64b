/*
 * Dates as people write them, as periods in the local time zone.
 *
 *   today  yesterday  monday  last week  this month  last 7 days  past year  3 weeks ago  Q4  Q3 2023  2024-Q1
 *   March  March 2024  5 March 2024  March 5, 2024  2024  2024-03  2024-03-15  2024-W12  15.03.2024  15.3.  spring 2023
 *
 * and the same in German and Arabic (`date-words.ts`). A name without a year is the latest one that has begun. Weeks begin on Monday.
 */
import { back, dayOf, days, exactDay, isMonth, mondayOf, months, weekdayOf, type Period } from './calendar.ts'
import { inEnglish } from './date-words.ts'

const monthNames = 'january february march april may june july august september october november december'.split(' ')
const dayNames = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
/** Months in which seasons begin, as in the north. */
const seasons: Readonly<Record<string, number>> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 }
const numberNames = 'a one two three four five six seven eight nine ten eleven twelve'.split(' ')
/** Most of a unit that is counted back: a thousand years of days. */
const mostBack = 366_000
const hour = 3_600_000

type Reader = (words: string, now: Date) => Period | null

/** The period that `text` names, seen from `now`; null where it names none. */
export function parsePeriod(text: string, now: Date): Period | null {
  const words = inEnglish(text)
  for (const read of readers) {
    const period = read(words, now)
    if (period !== null) return period
  }
  return null
}

/** The two days as which a date could be read, as 2024-03-15, the day first: 03/04/2024. Null where it is one at most. */
export function twoDays(text: string): readonly [dayFirst: string, monthFirst: string] | null {
  const found = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/.exec(inEnglish(text))
  if (found === null || found[1] === found[3] || Number(found[1]) > 12 || Number(found[3]) > 12) return null
  const [first, second] = [found[1].padStart(2, '0'), found[3].padStart(2, '0')]
  return [`${found[4]}-${second}-${first}`, `${found[4]}-${first}-${second}`]
}

const readers: readonly Reader[] = [
  dayWord,
  numericDate,
  isoWeek,
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

function numericDate(words: string, now: Date): Period | null {
  const year = /^(\d{4})$/.exec(words)
  if (year !== null) return months(Number(year[1]), 0, 12)
  const month = /^(\d{4})[-/.](\d{1,2})$/.exec(words) ?? swapped(/^(\d{1,2})[-/.](\d{4})$/.exec(words))
  if (month !== null) return isMonth(Number(month[2])) ? months(Number(month[1]), Number(month[2]) - 1, 1) : null
  const day = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:t[\d:.]+(?:z|[+-][\d:]+)?)?$/.exec(words)
  if (day !== null && (day[2] !== '' || day[0].length >= compactDay))
    return exactDay(Number(day[1]), Number(day[3]), Number(day[4]))
  return dottedDay(words, now) ?? dayFirstOrLast(words)
}

/** 20240315 */
const compactDay = 8

/** 15.03.2024, 15.3.24 and 15.3.: with points, the day is always first. */
function dottedDay(words: string, now: Date): Period | null {
  const found = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?$/.exec(words)
  if (found === null) return null
  const [day, month] = [Number(found[1]), Number(found[2])]
  if (found[3] === undefined) return latestDay(month, day, now)
  if (found[3].length === 4) return exactDay(Number(found[3]), month, day)
  // Of two digits: no later than next year.
  const century = now.getFullYear() - (now.getFullYear() % 100)
  const year = century + Number(found[3])
  return exactDay(year > now.getFullYear() + 1 ? year - 100 : year, month, day)
}

/** 3/15/2024, 15/3/2024 and 15-03-2024: whichever number can be a month; see `twoDays`. */
function dayFirstOrLast(words: string): Period | null {
  const found = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/.exec(words)
  if (found === null || twoDays(words) !== null) return null
  const [first, second, year] = [Number(found[1]), Number(found[3]), Number(found[4])]
  return first > 12 ? exactDay(year, second, first) : exactDay(year, first, second)
}

/** 2024-W12: week 1 has the year's first Thursday (ISO 8601). */
function isoWeek(words: string): Period | null {
  const found = /^(\d{4})-?w(\d{2})$/.exec(words)
  if (found === null) return null
  const [year, week] = [Number(found[1]), Number(found[2])]
  const period = days(mondayOf({ year, month: 0, day: 4 }), 7 * (week - 1), 7)
  const thursday = new Date(period.from)
  thursday.setDate(thursday.getDate() + 3)
  return week > 0 && thursday.getFullYear() === year ? period : null
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
  if (found[2] === 'hour') return { from: now.getTime() - count * hour, until: end.until }
  if (found[2] === 'day') return { from: days(dayOf(now), 1 - count, 1).from, until: end.until }
  return { from: back(dayOf(now), count, found[2]), until: end.until }
}

function ago(words: string, now: Date): Period | null {
  const found = /^(?:(\w+) )?(hour|day|week|month|quarter|year)s? ago$/.exec(words)
  const count = found === null ? null : countOf(found[1] ?? 'one')
  if (found === null || count === null) return null
  const today = dayOf(now)
  switch (found[2]) {
    case 'hour': {
      const from = now.getTime() - count * hour
      return { from, until: from + hour }
    }
    case 'day':
      return days(today, -count, 1)
    case 'week':
      return days(mondayOf(today), -7 * count, 7)
    case 'month':
      return months(today.year, today.month - count, 1)
    case 'quarter':
      return months(today.year, (Math.floor(today.month / 3) - count) * 3, 3)
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
  const found = /^(?:(last|this) )?([a-z]{3,9})\.?(?:[ /-](\d{4}))?$/.exec(words)
  const month = found === null ? -1 : nameIndex(monthNames, found[2])
  if (found === null || month < 0) return null
  if (found[3] !== undefined) return months(Number(found[3]), month, 1)
  const isNow = month === now.getMonth()
  return months(yearBegun(month, now) - (found[1] === 'last' && isNow ? 1 : 0), month, 1)
}

/** 5 March 2024, March 5 2024, 5th of March, and without a year. */
function namedDay(words: string, now: Date): Period | null {
  const first = /^(\d{1,2})(?:st|nd|rd|th|\.)?(?: of| |-) ?([a-z]{3,9})\.?(?:[ -](\d{4}))?$/.exec(words)
  const second = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(words)
  const [day, name, year] = first?.slice(1) ?? (second === null ? [] : [second[2], second[1], second[3]])
  const month = name === undefined ? -1 : nameIndex(monthNames, name)
  if (month < 0) return null
  if (year !== undefined) return exactDay(Number(year), month + 1, Number(day))
  return latestDay(month + 1, Number(day), now)
}

/** The latest one that has begun; `month` from 1. */
function latestDay(month: number, day: number, now: Date): Period | null {
  const here = exactDay(now.getFullYear(), month, day)
  return here !== null && here.from <= now.getTime() ? here : exactDay(now.getFullYear() - 1, month, day)
}

function season(words: string, now: Date): Period | null {
  const found = /^(?:(?:last|this) )?([a-z]+)(?: (\d{4}))?$/.exec(words)
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
