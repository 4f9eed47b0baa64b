/* The operators: what follows each name, and what it asks of a document. */
import type { DocumentCondition } from '../../catalogue/document-conditions.ts'
import { AppError } from '../../errors.ts'
import { sourceNames, type Saying, type SayingValue, type SourceName } from '../../types.ts'
import type { Period } from './calendar.ts'
import { parsePeriod, twoDays } from './dates.ts'
import { parseSize } from './sizes.ts'
import { typeOf } from './types.ts'
import { say } from '../../sayings/say.ts'

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
export const operatorHelp: Readonly<Record<OperatorName, Saying>> = {
  type: say('operator.type'),
  in: say('operator.in'),
  from: say('operator.from'),
  to: say('operator.to'),
  subject: say('operator.subject'),
  before: say('operator.before'),
  after: say('operator.after'),
  on: say('operator.on'),
  size: say('operator.size'),
  lang: say('operator.lang'),
  source: say('operator.source'),
  site: say('operator.site'),
  path: say('operator.path'),
}

/** Whether a name before a colon is one of ours. */
export function isOperator(name: string): name is OperatorName {
  // A list of names to one of any string.
  return (operatorNames as readonly string[]).includes(name)
}

/** Conditions of which one must hold, and how the operator is said to a person. */
export interface Understood {
  readonly anyOf: readonly DocumentCondition[]
  /** One for each of `anyOf`. */
  readonly labels: readonly Saying[]
  /** Of all of them. */
  readonly label: Saying
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
    return single({ kind: 'dated', from: null, until: from }, say('filter.before', { day: { day: from } }))
  if (name === 'after') return single({ kind: 'dated', from, until: null }, say('filter.after', { day: { day: from } }))
  return single({ kind: 'dated', from, until }, periodLabel(period))
}

function single(condition: DocumentCondition, label: Saying): Understood {
  return { anyOf: [condition], labels: [label], label }
}

function unreadableDate(name: string, value: string): AppError {
  const got = { name, value: shortened(value) }
  const either = twoDays(value)
  if (either === null) return new AppError('bad-request', say('query.date', got))
  const [second, first] = either
  return new AppError('bad-request', say('query.dateTwice', { ...got, first, second }))
}

function sized(value: string): Understood {
  const range = parseSize(value)
  if (range === null) {
    throw new AppError('bad-request', say('query.size', { value: shortened(value) }))
  }
  const { least, most } = range
  return single({ kind: 'size', ...range }, sizeLabel(least, most))
}

function sizeLabel(least: number | null, most: number | null): Saying {
  if (least === null) return say('filter.most', { most: { bytes: most ?? 0 } })
  if (most === null) return say('filter.least', { least: { bytes: least } })
  return say('filter.between', { least: { bytes: least }, most: { bytes: most } })
}

type Listed = Exclude<OperatorName, 'before' | 'after' | 'on' | 'size'>

/** Values that stand for themselves; several, parted by commas, where a document has only one of them. */
function listed(name: Listed, value: string): Understood {
  const isSingle = name === 'in' || name === 'path' || name === 'subject'
  const values = (isSingle ? [value] : value.split(',')).map((one) => one.trim()).filter((one) => one !== '')
  const shown = values.map((one) => (name === 'lang' ? { language: languageCode(one) } : one))
  const label = (some: readonly SayingValue[]): Saying => say(`filter.${name}`, { values: { anyOf: some } })
  return {
    anyOf: values.map((one) => condition(name, one)),
    labels: shown.map((one) => label([one])),
    label: label(shown),
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
const sources: Readonly<Record<string, SourceName>> = {
  files: 'folder',
  file: 'folder',
  folders: 'folder',
  mails: 'mail',
  email: 'mail',
  emails: 'mail',
  browser: 'history',
  web: 'history',
  chats: 'chat',
  note: 'notes',
}

/** @throws AppError `bad-request` for what is no source */
function sourceOf(value: string): SourceName {
  const lower = value.toLowerCase()
  const found = sourceNames.find((name) => name === (sources[lower] ?? lower))
  if (found !== undefined) return found
  throw new AppError('bad-request', say('query.source', { known: sourceNames.join(', '), value: shortened(value) }))
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
  throw new AppError('bad-request', say('query.language', { value: shortened(value) }))
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

function periodLabel({ from, until }: Period): Saying {
  const last = until - 1
  const isOneDay = new Date(from).toDateString() === new Date(last).toDateString()
  return isOneDay
    ? say('filter.day', { day: { day: from } })
    : say('filter.period', { first: { day: from }, last: { day: last } })
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
