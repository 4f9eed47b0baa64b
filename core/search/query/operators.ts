/* The operators: what follows each name, and what it asks of a document. */
import type { DocumentCondition } from '../../catalogue/document-conditions.ts'
import { AppError } from '../../errors.ts'
import { sourceNames, type Saying, type SayingValue, type SourceName } from '../../types.ts'
import { betweenDates, parseDateRange } from './date-ranges.ts'
import { parsePeriod, twoDays } from './dates.ts'
import { languageCode } from './languages.ts'
import { waysToPart } from './ranges.ts'
import { parseSize } from './sizes.ts'
import { isChat, typeOf } from './types.ts'
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

/** Of these a document has one value: asking for two means either. */
export const eitherNames: ReadonlySet<string> = new Set<OperatorName>(['type', 'from', 'on', 'lang', 'source', 'site'])

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

/** What was typed after the colon. */
export interface OperatorValue {
  readonly text: string
  /** A comma and a blank part no people. */
  readonly isQuoted: boolean
}

/** @throws AppError `bad-request` for a value that the operator does not take */
export function understand(name: OperatorName, value: OperatorValue, now: Date): Understood {
  switch (name) {
    case 'before':
    case 'after':
    case 'on':
      return dated(name, value.text, now)
    case 'size':
      return sized(value.text)
    default:
      return listed(name, value)
  }
}

function dated(name: 'before' | 'after' | 'on', value: string, now: Date): Understood {
  if (name === 'on') return datedIn(value, now)
  const period = parsePeriod(value, now)
  if (period === null) throw betweenDates(value, now) === null ? unreadableDate(name, value) : rangeAfter(name, value)
  const day = { day: period.from }
  if (name === 'before') return single({ kind: 'dated', from: null, until: period.from }, say('filter.before', { day }))
  return single({ kind: 'dated', from: period.from, until: null }, say('filter.after', { day }))
}

function datedIn(value: string, now: Date): Understood {
  const range = parseDateRange(value, now)
  if (range === null) throw unreadableDate('on', value)
  const { from, until } = range
  if (from === null) return single({ kind: 'dated', ...range }, say('filter.before', { day: { day: until ?? 0 } }))
  if (until === null) return single({ kind: 'dated', ...range }, say('filter.after', { day: { day: from } }))
  if (until <= from) throw reversed('on', value)
  return single({ kind: 'dated', from, until }, say('filter.dated', { period: { period: { from, until } } }))
}

function rangeAfter(name: string, value: string): AppError {
  return new AppError(
    'bad-request',
    say('query.dateRange', { name, value: shortened(value), range: asTyped('on', value) }),
  )
}

/** A range with its ends the other way round. */
function reversed(name: OperatorName, value: string): AppError {
  const [[first, last]] = waysToPart(value)
  return new AppError(
    'bad-request',
    say('query.reversed', { value: shortened(value), range: asTyped(name, `${last}..${first}`) }),
  )
}

function asTyped(name: OperatorName, value: string): string {
  return /\s/.test(value) ? `${name}:"${value}"` : `${name}:${value}`
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
  if ((least ?? 0) > (most ?? Infinity)) throw reversed('size', value)
  return single({ kind: 'size', ...range }, sizeLabel(least, most))
}

function sizeLabel(least: number | null, most: number | null): Saying {
  if (least === null) return say('filter.most', { most: { bytes: most ?? 0 } })
  if (most === null) return say('filter.least', { least: { bytes: least } })
  return say('filter.between', { least: { bytes: least }, most: { bytes: most } })
}

type Listed = Exclude<OperatorName, 'before' | 'after' | 'on' | 'size'>

/** Values that stand for themselves; several, parted by commas, where a document has only one of them. */
function listed(name: Listed, value: OperatorValue): Understood {
  const values = partsOf(name, value)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const anyOf = values.map((one) => condition(name, one))
  const labels = anyOf.map((one, i) => labelOf(name, [labelValue(name, one, values[i])]))
  return {
    anyOf,
    labels,
    label: labelOf(
      name,
      anyOf.map((one, i) => labelValue(name, one, values[i])),
    ),
  }
}

function partsOf(name: Listed, { text, isQuoted }: OperatorValue): string[] {
  if (name === 'in' || name === 'path' || name === 'subject') return [text]
  // from:"Berg, Anna" is one person; programs put every value in quotes.
  const isPerson = name === 'from' || name === 'to'
  return text.split(isQuoted && isPerson ? /,(?!\s)/ : ',')
}

function labelOf(name: Listed, values: readonly SayingValue[]): Saying {
  return name === 'source'
    ? say('filter.either', { terms: { anyOf: values } })
    : say(`filter.${name}`, { values: { anyOf: values } })
}

/** A value as a person reads it: without the signs that only the query needs. */
function labelValue(name: Listed, meant: DocumentCondition, typed: string): SayingValue {
  if (name === 'type') return typed.replace(/^\*?\./, '')
  switch (meant.kind) {
    case 'language':
      return { language: meant.code }
    case 'source':
      // `condition` has looked it up among them.
      return say(`filter.source.${meant.source as SourceName}`)
    case 'site':
      return meant.host
    default:
      return `“${typed}”`
  }
}

function condition(name: Listed, value: string): DocumentCondition {
  switch (name) {
    case 'type':
      // A chat has no format of its own: what it is is where it comes from.
      return isChat(value) ? { kind: 'source', source: 'chat' } : { kind: 'type', ...typeOf(value) }
    case 'in':
      return { kind: 'folder', name: value }
    case 'from':
      return { kind: 'sender', text: value }
    case 'to':
      return { kind: 'recipient', text: value }
    case 'subject':
      return { kind: 'subject', text: value }
    case 'lang':
      return { kind: 'language', code: languageOf(value) }
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
  firefox: 'history',
  chrome: 'history',
  safari: 'history',
  edge: 'history',
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

/** @throws AppError `bad-request` */
function languageOf(value: string): string {
  const code = languageCode(value)
  if (code !== undefined) return code
  throw new AppError('bad-request', say('query.language', { value: shortened(value) }))
}

function hostOf(value: string): string {
  return value
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^\*?\./, '')
    .replace(/^www\./, '')
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
