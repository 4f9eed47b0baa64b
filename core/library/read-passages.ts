/* The text of a document in the library, passage by passage, read again from where it comes. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import { AppError } from '../errors.ts'
import type { Store } from '../leann/store.ts'
import { documentUri } from '../search/document-uri.ts'
import type { PassageReader } from '../search/passages.ts'
import { decodeOutline, headingPath } from '../text/outline.ts'
import type { DocumentText, TextPassage, TextRequest } from '../types.ts'
import { say } from '../sayings/say.ts'

export interface TextParts {
  readonly store: Store
  readonly catalogue: Catalogue
  readonly passages: PassageReader
}

/** Of a document of which only the name is known. */
const noRows = { starts: new Uint32Array(0), ends: new Uint32Array(0), checks: new Uint32Array(0) }

/** A request for all of a long document would hold it in memory several times. */
const mostPassages = 1000

/** @throws AppError `not-found` where the library has no such document or it has no such place, `bad-request` */
export async function readDocumentPassages(parts: TextParts, request: TextRequest): Promise<DocumentText> {
  const { store, catalogue, passages } = parts
  const { path, part = '', at = 0, before = 0, after = 0 } = checkedRequest(request)
  const id = catalogue.stampAt(path, store.generation, part)?.id
  const document = id === undefined ? undefined : catalogue.document(id, store.generation)
  const rows = id === undefined ? undefined : (store.rowsOf(id) ?? noRows)
  if (document === undefined || rows === undefined) {
    throw new AppError('not-found', say('library.noDocument', { path }))
  }
  const middle = rows.ends.findIndex((end) => end > at)
  if (middle < 0 && at > 0) {
    throw new AppError('not-found', say('library.noPlace', { bytes: document.textBytes, path, at }))
  }
  const first = Math.max(0, middle - before)
  const last = Math.min(rows.starts.length - 1, middle + after)
  const chunks = Array.from({ length: last - first + 1 }, (_, i) => first + i).map((row) => ({
    document: document.id,
    start: rows.starts[row],
    end: rows.ends[row],
    check: rows.checks[row],
  }))
  const outline = decodeOutline(document.outline)
  const found = await passages.read(chunks, store.generation, { withAway: true })
  return {
    path: document.path,
    part: document.part,
    uri: documentUri(document),
    title: outline.title,
    kind: document.kind,
    chunks: document.chunks,
    textBytes: document.textBytes,
    modifiedMs: document.mtimeMs,
    ...(document.recipients.length === 0 ? {} : { recipients: document.recipients }),
    passages: chunks.map(({ start, end }, i): TextPassage => {
      const heading = headingPath(outline, start).filter((name, level) => level > 0 || name !== outline.title)
      return { index: first + i, start, end, heading: heading.join(' > '), text: found[i]?.text || null }
    }),
  }
}

function checkedRequest(request: TextRequest): TextRequest {
  for (const key of ['at', 'before', 'after'] as const) {
    const value = request[key] ?? 0
    const most = key === 'at' ? Number.MAX_SAFE_INTEGER : mostPassages
    if (Number.isInteger(value) && value >= 0 && value <= most) continue
    throw new AppError('bad-request', `Expected \`${key}\` to be a whole number from 0 to ${most}, got ${value}.`)
  }
  return request
}
