/* The operators: what follows each name, and what it asks of a document. */
import type { DocumentCondition } from '../../catalogue/document-conditions.ts'
import { AppError } from '../../errors.ts'
import { isAmbiguousDate, parsePeriod, type Period } from './dates.ts'
import { parseSize } from './sizes.ts'
import { typeOf } from './types.ts'

/** What may stand before a colon. */
export const operatorNames = [
  'type',
  'in',
  'from',
  'to',
  'subject',
  'before',
  'after',
  'on',
  'size',
  'lang',
  'source',
  'site',
  'path',
] as const

/** One of `operatorNames`. */
export type OperatorName = (typeof operatorNames)[number]

/** A line on each, for people. */
export const operatorHelp: Readonly<Record<OperatorName, string>> = {
  type: 'kind or ending of a file: type:pdf type:mail type:slides',
  in: 'in a folder: in:reports in:"My letters" in:/home/me/work',
  from: 'sent by: from:anna',
  to: 'sent to: to:ben@example.org',
  subject: 'the title or the subject has: subject:invoice',
  before: 'dated before: before:2024 before:yesterday',
  after: 'dated from then on: after:2024-03 after:"last week"',
  on: 'dated in: on:"March 2024" on:Q4 on:yesterday',
  size: 'size of the file: size:>1MB size:10k..500k',
  lang: 'language of the text: lang:de lang:french',
  source: 'where it comes from: source:mail source:history',
  site: 'the page was on: site:example.org',
  path: 'the path has: path:2024/draft',
}

/** Whether a name before a colon is one of ours. */
export function isOperator(name: string): name is OperatorName {
  // A list of names to one of any string.
  return (operatorNames as readonly string[]).includes(name)
}

/** Conditions of which one must hold, and how the operator is said to a person. */
export interface Understood {
  readonly anyOf: readonly DocumentCondition[]
  readonly label: string
}

/** @throws AppError `bad-request` for a value that the operator does not take */
export function understand(name: OperatorName, value: string, now: Date): Understood {
  switch (name) {
    case 'before':
    case 'after':
    case 'on':
      return dated(name, value, now)
    case 'size':
      return sized(value)
    default:
      return listed(name, value)
  }
}

function dated(name: 'before' | 'after' | 'on', value: string, now: Date): Understood {
  const period = parsePeriod(value, now)
  if (period === null) throw unreadableDate(name, value)
  const { from, until } = period
  if (name === 'before')
    return { anyOf: [{ kind: 'dated', from: null, until: from }], label: `before ${dayText(from)}` }
  if (name === 'after') return { anyOf: [{ kind: 'dated', from, until: null }], label: `from ${dayText(from)} on` }
  return { anyOf: [{ kind: 'dated', from, until }], label: periodText(period) }
}

function unreadableDate(name: string, value: string): AppError {
  const [, month, day, year] = /^(\d+)\/(\d+)\/(\d+)$/.exec(value) ?? []
  const hint = isAmbiguousDate(value)
    ? `It could be two days: write ${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} or ${year}-${day.padStart(2, '0')}-${month.padStart(2, '0')}.`
    : `Write it as ${name}:2024-03-15, ${name}:"March 2024", ${name}:Q4, ${name}:yesterday or ${name}:"last week".`
  return new AppError('bad-request', `Expected a date after ${name}:, got “${shortened(value)}”. ${hint}`)
}

function sized(value: string): Understood {
  const range = parseSize(value)
  if (range === null) {
    throw new AppError(
      'bad-request',
      `Expected a size after size:, got “${shortened(value)}”. Write it as size:>1MB, size:<500k or size:1MB..5MB.`,
    )
  }
  const { least, most } = range
  const ends = [least === null ? '' : `at least ${bytesText(least)}`, most === null ? '' : `at most ${bytesText(most)}`]
  return { anyOf: [{ kind: 'size', ...range }], label: ends.filter((end) => end !== '').join(', ') }
}

type Listed = Exclude<OperatorName, 'before' | 'after' | 'on' | 'size'>

const said: Readonly<Record<Listed, string>> = {
  type: 'of type',
  in: 'in',
  from: 'from',
  to: 'to',
  subject: 'titled',
  lang: 'in',
  source: 'in',
  site: 'on',
  path: 'path with',
}

/** Values that stand for themselves; several, parted by commas, where a document has only one of them. */
function listed(name: Listed, value: string): Understood {
  const isSingle = name === 'in' || name === 'path' || name === 'subject'
  const values = (isSingle ? [value] : value.split(',')).map((one) => one.trim()).filter((one) => one !== '')
  return {
    anyOf: values.map((one) => condition(name, one)),
    label: `${said[name]} ${values.map((one) => (name === 'lang' ? languageName(languageCode(one)) : one)).join(' or ')}`,
  }
}

function condition(name: Listed, value: string): DocumentCondition {
  switch (name) {
    case 'type':
      return { kind: 'type', ...typeOf(value) }
    case 'in':
      return { kind: 'folder', name: value }
    case 'from':
      return { kind: 'sender', text: value }
    case 'to':
      return { kind: 'recipient', text: value }
    case 'subject':
      return { kind: 'subject', text: value }
    case 'lang':
      return { kind: 'language', code: languageCode(value) }
    case 'source':
      return { kind: 'source', source: sourceOf(value) }
    case 'site':
      return { kind: 'site', host: hostOf(value) }
    case 'path':
      return { kind: 'path', text: value }
    default:
      throw new Error(`No condition for ${String(name)}`)
  }
}

/** Other names of sources. */
const sources: Readonly<Record<string, string>> = {
  files: 'folder',
  file: 'folder',
  folders: 'folder',
  mails: 'mail',
  email: 'mail',
  emails: 'mail',
  browser: 'history',
  web: 'history',
  chats: 'chat',
}

function sourceOf(value: string): string {
  const lower = value.toLowerCase()
  return sources[lower] ?? lower
}

function hostOf(value: string): string {
  return value
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^\*?\./, '')
    .replace(/^www\./, '')
}

const codes =
  'ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk vi zh'.split(
    ' ',
  )
const englishNames = new Intl.DisplayNames(['en'], { type: 'language' })

/** `de`, `german`, `Deutsch` and `de-AT` are all 'de'. @throws AppError `bad-request` */
function languageCode(value: string): string {
  const lower = value.toLowerCase()
  if (/^[a-z]{2,3}(?:[-_][a-z0-9]+)*$/.test(lower) && (codes.includes(lower.slice(0, 2)) || lower.length <= 3)) {
    const [primary] = lower.split(/[-_]/)
    if (primary.length === 2) return primary
  }
  const code = codes.find((one) => languageName(one).toLowerCase() === lower || ownName(one) === lower)
  if (code !== undefined) return code
  throw new AppError(
    'bad-request',
    `Expected a language after lang:, got “${shortened(value)}”. Write its two letters or its English name: lang:de, lang:german.`,
  )
}

function languageName(code: string): string {
  try {
    return englishNames.of(code) ?? code
  } catch {
    // Two letters that stand for no language.
    return code
  }
}

function ownName(code: string): string {
  return (new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code).toLowerCase()
}

function dayText(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

function periodText({ from, until }: Period): string {
  const first = dayText(from)
  const last = dayText(until - 1)
  return first === last ? `on ${first}` : `${first} to ${last}`
}

function bytesText(bytes: number): string {
  const unit = [1e9, 1e6, 1e3].find((size) => bytes >= size)
  if (unit === undefined) return `${bytes} bytes`
  return `${Number((bytes / unit).toFixed(1))} ${{ 1e9: 'GB', 1e6: 'MB', 1e3: 'kB' }[unit]}`
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
