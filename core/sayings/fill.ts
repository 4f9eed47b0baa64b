/* A sentence with its values filled in, in any language. No run-time dependencies: core, the main process and the window share this. */
import type { Saying, SayingValue } from '../types.ts'

/** How a sentence is written for each kind of number (Intl.PluralRules); the value `count` chooses. */
export type Counted = { readonly other: string } & { readonly [Form in Intl.LDMLPluralRule]?: string }

/** A sentence in one language. `{name}` stands for a value, `{name:n}` for one that is a number. */
export type SentenceText = string | Counted

/** How one language writes values. */
export interface Writer {
  /** A BCP 47 tag. */
  readonly locale: string
  /** What was written from left to right stands apart in a text that runs the other way (Unicode's isolates). */
  readonly isRightToLeft: boolean
  /** What stands around a value that comes in “quotation marks”; default: these. */
  readonly quotes?: readonly [string, string]
  /** A sentence inside a sentence. */
  say(saying: Saying): string
}

/** Where a value goes in a sentence. */
export const slotPattern = /\{(\w+)(:n)?\}/gu

/** `text` with `params` in it; a value that is missing leaves its place as it is. */
export function fill(text: SentenceText, params: Saying['params'], writer: Writer): string {
  const form = typeof text === 'string' ? text : formFor(text, params.count, writer)
  return form.replaceAll(slotPattern, (whole, name: string) => {
    const value = params[name]
    return value === undefined ? whole : written(value, writer)
  })
}

function formFor(text: Counted, count: SayingValue | undefined, { locale }: Writer): string {
  return typeof count === 'number' ? (text[pluralsOf(locale).select(count)] ?? text.other) : text.other
}

function written(value: SayingValue, writer: Writer): string {
  if (typeof value === 'string') return writtenText(value, writer)
  if (typeof value === 'number') return numbersOf(writer.locale).format(value)
  if (isList(value)) return listsOf(writer.locale, 'conjunction').format(value.map((one) => written(one, writer)))
  if ('anyOf' in value)
    return listsOf(writer.locale, 'disjunction').format(value.anyOf.map((one) => written(one, writer)))
  if ('bytes' in value) return bytesText(value.bytes, writer.locale)
  if ('day' in value) return daysOf(writer.locale).format(value.day)
  if ('period' in value) return periodText(value.period, writer.locale)
  if ('language' in value) return languageText(value.language, writer.locale)
  return writer.say(value)
}

function writtenText(value: string, { isRightToLeft, quotes = ['“', '”'] }: Writer): string {
  const quoted = /^“([^“”]*)”$/u.exec(value)
  const [text, open, close] = quoted === null ? [value, '', ''] : [quoted[1], ...quotes]
  return `${open}${isRightToLeft ? `\u2068${text}\u2069` : text}${close}`
}

// `Array.isArray` does not tell a read-only list from the other kinds.
function isList(value: SayingValue): value is readonly SayingValue[] {
  return Array.isArray(value)
}

const unitNames = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function bytesText(bytes: number, locale: string): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), unitNames.length - 1)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: unitNames[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power)
}

/** March 2024, 2019 to 2020, 1 to 15 March 2024: by the largest units that it is whole of. */
function periodText({ from, until }: { readonly from: number; readonly until: number }, locale: string): string {
  const ends = [new Date(from), new Date(until)]
  const isWhole = (isFirst: (date: Date) => boolean): boolean =>
    ends.every((date) => date.getHours() === 0 && date.getDate() === 1 && isFirst(date))
  const format = isWhole((date) => date.getMonth() === 0)
    ? yearsOf(locale)
    : isWhole(() => true)
      ? monthsOf(locale)
      : daysOf(locale)
  // Thin blanks are foreign to terminals.
  return format.formatRange(from, until - 1).replaceAll('\u2009', ' ')
}

function languageText(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code
  } catch {
    // Two letters that stand for no language.
    return code
  }
}

/** Intl's objects take longer to make than to use. */
function kept<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>()
  return (locale) => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}

const pluralsOf = kept((locale) => new Intl.PluralRules(locale))
const numbersOf = kept((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const daysOf = kept((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }))
const monthsOf = kept((locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }))
const yearsOf = kept((locale) => new Intl.DateTimeFormat(locale, { year: 'numeric' }))
const conjunctions = kept((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))
const disjunctions = kept((locale) => new Intl.ListFormat(locale, { type: 'disjunction' }))

function listsOf(locale: string, type: 'conjunction' | 'disjunction'): Intl.ListFormat {
  return type === 'conjunction' ? conjunctions(locale) : disjunctions(locale)
}
