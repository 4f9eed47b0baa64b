/* A text with what is told about it, as data sets have them: the fields of one object of JSON Lines or one row of Parquet. */
import { z } from 'zod'
import type { ExtractedText, TextFacts } from '../extracted.ts'
import { textKeys } from './jsonl-head.ts'

const record = z.record(z.string(), z.unknown())

const titleKeys = ['title', 'name', 'heading', 'file_name', 'file_path', 'source', 'url', 'id', '_id'] as const
const dateKeys = ['date', 'dated', 'timestamp', 'created_at', 'creation_date', 'last_modified_date'] as const
const senderKeys = ['sender', 'author', 'from'] as const

/** Every field that is looked at. */
export const recordKeys: readonly string[] = [...textKeys, ...titleKeys, ...dateKeys, ...senderKeys, 'metadata']

/** null where the object has no text. */
export function textOfRecord(object: Record<string, unknown>): ExtractedText | null {
  const text = firstText(object, textKeys)
  if (text === null || text.trim() === '') return null
  const metadata = record.safeParse(object['metadata']).data ?? {}
  const all = { ...metadata, ...object }
  const dated = dateOf(all)
  const sender = firstText(all, senderKeys)
  const facts: TextFacts = { ...(dated === null ? {} : { dated }), ...(sender === null ? {} : { sender }) }
  // LEANN's ids are numbers; a file's name says more.
  const title = firstText({ ...object, ...metadata }, titleKeys) ?? ''
  return {
    kind: 'text',
    text: text.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\0', ''),
    isOwnBytes: false,
    title: title.replaceAll(/\s+/gu, ' ').trim().slice(0, 200),
    headings: [],
    facts,
  }
}

function firstText(object: Record<string, unknown>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = object[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

/** Seconds or milliseconds since 1970, a date, or a date as text. */
function dateOf(object: Record<string, unknown>): number | null {
  for (const key of dateKeys) {
    const ms = millisecondsOf(object[key])
    if (Number.isFinite(ms)) return ms
  }
  return null
}

function millisecondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'string') return Date.parse(value)
  if (typeof value === 'bigint') return millisecondsOf(Number(value))
  if (typeof value !== 'number') return Number.NaN
  return value < 1e11 ? value * 1000 : value
}
