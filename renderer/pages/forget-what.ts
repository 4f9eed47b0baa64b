import type { ForgetWhat, SourceName } from '../../core/types.ts'
import { t, type TextKey } from '../i18n/i18n.ts'

/** What a person names by typing or choosing a word. */
export type NamedKind = 'source' | 'sender' | 'site' | 'page' | 'path'

/** What the words mean; null while they mean nothing. */
export function whatOf(kind: NamedKind, words: string): ForgetWhat | null {
  const text = words.trim()
  if (text === '') return null
  if (kind === 'sender') return text.length < 3 ? null : { kind, address: text }
  if (kind === 'site') return { kind, host: text }
  if (kind === 'page') return /^https?:\/\/[^/]/iu.test(text) ? { kind, address: text } : null
  if (kind === 'path') return { kind, path: text }
  // The list offers sources only.
  return { kind, source: text as SourceName }
}

/** A document: its file, or where that holds others it alone. */
export function documentWhat({ path, part }: { readonly path: string; readonly part: string }): ForgetWhat {
  return part === '' ? { kind: 'path', path } : { kind: 'document', path, part }
}

/** What is written where nothing has been typed yet. */
export const examples = {
  sender: 'anna@example.org',
  site: 'example.org',
  page: 'https://example.org/page',
  path: '',
} as const

const sourceTexts: Readonly<Record<SourceName, TextKey>> = {
  folder: 'source.folder',
  mail: 'source.mail',
  history: 'source.history',
  chat: 'source.chat',
  notes: 'source.notes',
}

/** How a person calls a source. */
export function sourceText(source: SourceName): string {
  return t(sourceTexts[source])
}
