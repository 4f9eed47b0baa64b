import { currentLanguage, t } from '../i18n/i18n.ts'

const unitNames = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

const formats = new Map<string, Intl.NumberFormat>()

/** Arabic text keeps Latin digits: sizes and dates stand beside file names, which have them too. */
function localeTag(): string {
  const language = currentLanguage()
  return language === 'ar' ? 'ar-u-nu-latn' : language
}

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${localeTag()} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.NumberFormat(localeTag(), options)
  formats.set(key, known)
  return known
}

/** 3480 as '3,480', as the window's language writes it. */
export function countText(count: number): string {
  return format({ maximumFractionDigits: 0 }).format(count)
}

/** How much there is of something in a second: 0.64 as '0.6', 1280 as '1,280'. */
export function rateText(rate: number): string {
  return format({ minimumFractionDigits: rate < 10 ? 1 : 0, maximumFractionDigits: rate < 10 ? 1 : 0 }).format(rate)
}

/** A part, 0 to 1, as a percentage with one decimal; what is not complete never reads 100.0%. */
export function percentText(part: number): string {
  const within = Math.min(Math.max(part, 0), 1)
  return format({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    within < 1 ? Math.min(within, 0.999) : 1,
  )
}

/** Bytes with a decimal unit: 5242880 as '5.2 MB'. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), unitNames.length - 1)
  const value = bytes / 1000 ** power
  const isWhole = power === 0 || value >= 100
  return format({
    style: 'unit',
    unit: unitNames[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    minimumFractionDigits: isWhole ? 0 : 1,
    maximumFractionDigits: isWhole ? 0 : 1,
  }).format(value)
}

const dayMs = 86_400_000
const dates = new Map<string, Intl.DateTimeFormat>()

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${localeTag()} ${JSON.stringify(options)}`
  const known = dates.get(key) ?? new Intl.DateTimeFormat(localeTag(), options)
  dates.set(key, known)
  return known
}

/** A day as a person says it: today, yesterday, else without the year in the present one; '' for a document without a date. */
export function dayText(ms: number, now: Date = new Date()): string {
  if (ms <= 0) return ''
  const date = new Date(ms)
  const days = daysBetween(date, now)
  if (days === 0) return t('day.today')
  if (days === 1) return t('day.yesterday')
  const hasYear = date.getFullYear() !== now.getFullYear()
  return dateFormat({ day: 'numeric', month: 'short', ...(hasYear && { year: 'numeric' }) }).format(date)
}

/** A month, with its year where that is not the present one. */
export function monthText(date: Date, now: Date): string {
  const hasYear = date.getFullYear() !== now.getFullYear()
  return dateFormat({ month: 'long', ...(hasYear && { year: 'numeric' }) }).format(date)
}

/** A year alone. */
export function yearText(date: Date): string {
  return dateFormat({ year: 'numeric' }).format(date)
}

/** Midnights between two moments, by the clock of this machine; below 0 where `date` is on a later day. */
export function daysBetween(date: Date, now: Date): number {
  const noon = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())
  return Math.round((noon(now) - noon(date)) / dayMs)
}

/** Day and time, for headers of a document. */
export function dateTimeText(ms: number): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(ms))
}

/** When a document is dated: a note that names its day alone has no time. */
export function datedText(ms: number): string {
  const date = new Date(ms)
  return ms === new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
    ? dateText(ms)
    : dateTimeText(ms)
}

/** A day with its year, within a sentence. */
export function dateText(ms: number): string {
  return dateFormat({ dateStyle: 'medium' }).format(new Date(ms))
}

/** The time of day. */
export function timeText(ms: number): string {
  return dateFormat({ timeStyle: 'short' }).format(new Date(ms))
}
