/*
 * Forgetting: documents leave the catalogue, the segments are written without their rows and words, kept texts go, what was said of
 * them in the list of problems and in the feedback too, and free pages of the databases are given back. Then the library is searched for what should be gone.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import { AppError } from '../errors.ts'
import { addressOf, bareHost, isNamedByPlace, isPage, type ForgottenWhat } from '../forgotten.ts'
import type { Store } from '../leann/store.ts'
import type { Feedback } from '../search/feedback/feedback.ts'
import { plainWords } from '../search/query/plain-words.ts'
import { pageParts } from '../text/containers/history-page.ts'
import { decodeOutline } from '../text/outline.ts'
import { sourceNames, type ForgetSummary, type NameHit, type SearchHit } from '../types.ts'
import { readHeldFile } from './read-held-file.ts'
import { say } from '../sayings/say.ts'

export interface ForgetParts {
  readonly store: Store
  readonly catalogue: Catalogue
  readonly texts: TextCache
  readonly feedback: Pick<Feedback, 'forget'>
  /** Searches the library as a person would. */
  search(query: string): Promise<readonly SearchHit[]>
  names(query: string): Promise<readonly NameHit[]>
}

/** Forgotten documents that are searched for by their titles. */
const searchesMost = 20
const pieceBytes = 4 * 1024 * 1024
/** A shorter title is a word of other texts, too. */
const leastTrace = 12

/** Ids of the documents that are meant. */
export function meantBy(
  what: ForgottenWhat,
  { catalogue, store }: Pick<ForgetParts, 'catalogue' | 'store'>,
): Uint32Array {
  const ids = (condition: string, values: Record<string, unknown>): Uint32Array =>
    catalogue.idsWhere(condition, values, store.generation)
  switch (what.kind) {
    case 'path':
      return Uint32Array.from([
        ...[...catalogue.documentsBelow(what.path, store.generation)].map(({ id }) => id),
        ...[catalogue.stampAt(what.path, store.generation)].flatMap((stamp) => stamp?.id ?? []),
      ])
    case 'document':
      return Uint32Array.from(documentsMeant(what, { catalogue, store }), ({ id }) => id)
    case 'sender': {
      const address = addressOf(what.address)
      return ids(`lower(s.text) = :address OR substr(lower(s.text), -length(:address) - 2) = '<' || :address || '>'`, {
        address,
      })
    }
    case 'site': {
      const host = bareHost(what.host)
      return ids(`h.text = :host OR substr(h.text, -length(:host) - 1) = '.' || :host`, { host })
    }
    case 'source':
      return ids('d.source = :source', { source: sourceNames.indexOf(what.source) })
    case 'time':
      return ids('coalesce(d.dated, c.mtime, d.mtime) >= :since AND coalesce(d.dated, c.mtime, d.mtime) < :until', {
        since: what.since ?? -Number.MAX_VALUE,
        until: what.until ?? Number.MAX_VALUE,
      })
  }
}

/** A document in a file with what it carries; of a message, a chat or a page its copies elsewhere as well. */
function documentsMeant(
  { path, part }: Extract<ForgottenWhat, { kind: 'document' }>,
  { catalogue, store }: Pick<ForgetParts, 'catalogue' | 'store'>,
): readonly DocumentRecord[] {
  const own = catalogue.files.parts(path, store.generation, [part]).map(({ id }) => id)
  const found = [...catalogue.documentsOf(own, store.generation).values()]
  const moved = found.filter((one) => isNamedByPlace(one.part)).flatMap((one) => copiesOf(one, { catalogue, store }))
  const pages = isPage(part) ? pagesOf(part, { catalogue, store }) : []
  return [...new Map([...found, ...moved, ...pages].map((one) => [one.id, one])).values()]
}

/** A page in the histories of all browsers, by any of its addresses. */
export function pagesOf(
  part: string,
  { catalogue, store }: Pick<ForgetParts, 'catalogue' | 'store'>,
): readonly DocumentRecord[] {
  const condition = 'd.name IN (SELECT value FROM json_each(:parts))'
  const ids = catalogue.idsWhere(condition, { parts: JSON.stringify(pageParts(part)) }, store.generation)
  return [...catalogue.documentsOf([...ids], store.generation).values()]
}

/** What is the same in other mailboxes, or twice in one. */
function copiesOf(
  { textBytes, dated, sender, outline }: DocumentRecord,
  { catalogue, store }: Pick<ForgetParts, 'catalogue' | 'store'>,
): DocumentRecord[] {
  const condition = 'd.text_bytes = :textBytes AND coalesce(d.dated, c.mtime, d.mtime) = :dated'
  const ids = catalogue.idsWhere(condition, { textBytes, dated }, store.generation)
  const { title } = decodeOutline(outline)
  return [...catalogue.documentsOf([...ids], store.generation).values()].filter(
    (other) => isNamedByPlace(other.part) && other.sender === sender && decodeOutline(other.outline).title === title,
  )
}

/** Forgets `ids`, which `what` means, and proves it. @throws AppError `failed` where something of it is still found */
export async function forgetDocuments(
  parts: ForgetParts,
  { what, ids }: { readonly what: ForgottenWhat; readonly ids: Uint32Array },
): Promise<ForgetSummary> {
  const { store, catalogue, texts, feedback } = parts
  const gone = [...catalogue.documentsOf([...ids], store.generation).values()]
  const sum = (field: 'chunks' | 'textBytes'): number => gone.reduce((total, record) => total + record[field], 0)
  await store.inTurn(async () => {
    // First: where it cannot be forgotten there nothing is.
    feedback.forget(gone, what.kind === 'time' ? what : null)
    const change = await store.prepare({ add: [], remove: [...ids] })
    catalogue.apply({ generation: change.generation, add: [], retire: [...ids], problems: [], settled: [] })
    await change.publish()
    texts.remove(catalogue.purge(store.generation))
    await (await store.prepareCleaning())?.publish()
    catalogue.unread.forgetProblemsOf(what.kind === 'document' ? [...gone, what] : gone)
    catalogue.scrub()
    texts.scrub()
  })
  const proof = await prove(parts, gone)
  return { documents: gone.length, chunks: sum('chunks'), textBytes: sum('textBytes'), ...proof }
}

interface Proof {
  readonly searches: number
  readonly filesRead: number
}

/** What is packed (blocks, kept texts) cannot be read for titles as it is: there nothing with a document's id may be left. */
async function prove(
  { store, catalogue, texts, search, names }: ForgetParts,
  gone: readonly DocumentRecord[],
): Promise<Proof> {
  const ids = gone.map(({ id }) => id)
  const left = ids.filter((id) => store.rowsOf(id) !== undefined)
  if (left.length > 0) throw unproven(`${left.length} documents are still in the index`)
  if (catalogue.hasTraceOf(ids)) throw unproven('the catalogue still has one of the documents')
  if (texts.hasTraceOf(ids)) throw unproven('the text of one of the documents is still kept')
  const keys = new Set(gone.map(keyOf))
  const titles = spread(gone, searchesMost).map(({ outline }) => decodeOutline(outline).title)
  const asked = titles.map(plainWords).filter((words) => words !== '')
  for (const words of asked) {
    for (const hit of [...(await search(words)), ...(await names(words))]) {
      if (keys.has(keyOf(hit))) throw unproven('a search still finds one of the documents')
    }
  }
  return { searches: asked.length, filesRead: await readForTraces(store.folder, titles, catalogue) }
}

/** Reads every file of the library for titles that no other document has. Returns how many files that were. */
async function readForTraces(folder: string, titles: readonly string[], catalogue: Catalogue): Promise<number> {
  const others = catalogue.titlesAmong(titles)
  const traces = titles
    .filter((title) => title.length >= leastTrace && !others.has(title))
    .map((title) => Buffer.from(title))
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  for (const name of names) {
    if (hasTrace(join(folder, name), traces)) throw unproven(`${name} still holds a title`)
  }
  return names.length
}

/** Reads a file in pieces: those of a large library do not fit into memory. */
function hasTrace(path: string, traces: readonly Buffer[]): boolean {
  const overlap = Math.max(0, ...traces.map(({ length }) => length - 1))
  let kept: Buffer = Buffer.alloc(0)
  for (const piece of readHeldFile(path, pieceBytes)) {
    const bytes = Buffer.concat([kept, piece])
    if (traces.some((trace) => bytes.includes(trace))) return true
    kept = bytes.subarray(Math.max(0, bytes.length - overlap))
  }
  return false
}

function keyOf({ path, part }: { readonly path: string; readonly part: string }): string {
  return `${path}\n${part}`
}

/** `count` of a list, from its beginning to its end. */
function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count)
  return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor(i * step)])
}

function unproven(what: string): AppError {
  return new AppError('failed', say('forget.incomplete', { what }))
}
