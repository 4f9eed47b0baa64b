/*
 * From hits to the rows of the list: one row for each document, its best passage in it, the next ones behind it. Rows come in
 * three steps (names, words, meaning); what a person may have read or moved to stays where it is.
 */
import type { AnswerSource, Copy, NameHit, SearchHit, SourceName } from '../../core/types.ts'
import { addressOf } from './place-text.ts'

/** One document of the list. */
export interface DocumentRow {
  /** The same for the same document, whichever step found it. */
  readonly key: string
  readonly path: string
  readonly part: string
  readonly uri: string
  readonly title: string
  readonly kind: string
  readonly source: SourceName
  /** Milliseconds. */
  readonly dated: number
  readonly sender: string | null
  /** Its best passages, eight at most; none where only its name was found so far. */
  readonly hits: readonly SearchHit[]
  /** Passages of it among the hits. */
  readonly passages: number
  readonly also: readonly Copy[]
}

/** What a line of the list shows: a document with its best passage, or a further passage of it. */
export interface Row {
  readonly key: string
  readonly document: DocumentRow
  /** Which of the document's passages; 0 is the document's own row. */
  readonly passage: number
}

const passagesShown = 8

/** Names found so well that they are worth a row before any passage is known. */
const leastNameScore = 0.35
const mostNames = 5

/** Hits in their order, one row for each document. */
export function documentsOf(hits: readonly SearchHit[]): DocumentRow[] {
  const groups = new Map<number, SearchHit[]>()
  for (const hit of hits) groups.set(hit.document, [...(groups.get(hit.document) ?? []), hit])
  return [...groups.values()].map((group) => {
    const shown = group.slice(0, passagesShown)
    return { ...factsOf(group[0]), hits: shown, passages: group.length, also: uniqueCopies(shown) }
  })
}

/** Rows of documents whose name is what was typed, until their passages are known. */
export function documentsNamed(names: readonly NameHit[]): DocumentRow[] {
  return names
    .filter(({ score }) => score >= leastNameScore)
    .slice(0, mostNames)
    .map((name) => ({ ...factsOf(name), hits: [], passages: 0, also: [] }))
}

type Facts = Omit<DocumentRow, 'hits' | 'passages' | 'also'>

function factsOf({ path, part, uri, title, kind, source, dated, sender }: Omit<Facts, 'key'>): Facts {
  return { key: `${path}#${part}`, path, part, uri, title, kind, source, dated, sender }
}

/** A row for a passage that an answer rests on; what only the library knows of its document is left open. */
export function rowOfSource({ path, part, uri, title, heading, start, end, text, ...rest }: AnswerSource): Row {
  const kind = addressOf({ uri }) !== null ? 'history' : /\.pdf$/iu.test(path) ? 'pdf' : 'text'
  const facts = factsOf({ path, part, uri, title, kind, source: 'folder', dated: 0, sender: null })
  const hit: SearchHit = {
    ...facts,
    rank: 1,
    document: 0,
    heading,
    snippet: text.slice(0, 300),
    start,
    end,
    ...(rest.page !== undefined && { page: rest.page }),
    ...(rest.line !== undefined && { line: rest.line }),
    score: 0,
    why: '',
    also: [],
  }
  return { key: `${facts.key}@${start}`, document: { ...facts, hits: [hit], passages: 1, also: [] }, passage: 0 }
}

/**
 * The next step's rows below the first `held` rows of what is shown. Rows above the last held one stay as they are, since a
 * row that grew would move what is below it; the last one may take over its passages.
 */
export function mergeDocuments(
  shown: readonly DocumentRow[],
  next: readonly DocumentRow[],
  held: number,
): readonly DocumentRow[] {
  const kept = shown.slice(0, held).map((row, index) => {
    const newer = next.find(({ key }) => key === row.key)
    return index === held - 1 && newer !== undefined ? newer : row
  })
  const keys = new Set(kept.map(({ key }) => key))
  return [...kept, ...next.filter(({ key }) => !keys.has(key))]
}

/** The lines of the list, with the further passages of what is unfolded. */
export function rowsOf(documents: readonly DocumentRow[], unfolded: ReadonlySet<string>): Row[] {
  return documents.flatMap((document) => {
    const shown = unfolded.has(document.key) ? Math.max(document.hits.length, 1) : 1
    return Array.from({ length: shown }, (_, passage) => ({ key: `${document.key}@${passage}`, document, passage }))
  })
}

/** Whether two rows look the same and stand for the same place; only the selected one says why it was found. */
export function looksLike(one: Row, other: Row, isSelected: boolean): boolean {
  if (one === other) return true
  const [a, b] = [one.document, other.document]
  const isSameDocument =
    one.key === other.key &&
    a.title === b.title &&
    a.kind === b.kind &&
    a.dated === b.dated &&
    a.sender === b.sender &&
    a.hits.length === b.hits.length &&
    a.also.length === b.also.length &&
    a.also.every(({ title }, i) => title === b.also[i].title)
  const [hit, otherHit] = [hitOfRow(one), hitOfRow(other)]
  if (!isSameDocument || hit === null || otherHit === null) return isSameDocument && hit === otherHit
  return (
    hit.start === otherHit.start &&
    hit.snippet === otherHit.snippet &&
    hit.best?.start === otherHit.best?.start &&
    hit.away === otherHit.away &&
    hit.heading === otherHit.heading &&
    hit.page === otherHit.page &&
    hit.line === otherHit.line &&
    (!isSelected || hit.why === otherHit.why)
  )
}

/** Whether a document's row takes as many lines as before; a row that is unfolded has one for each passage. */
export function isAsHigh(before: DocumentRow, next: DocumentRow): boolean {
  const [hit, nextHit] = [before.hits[0], next.hits[0]]
  return (
    before.hits.length === next.hits.length &&
    hit?.snippet === nextHit?.snippet &&
    before.also.length > 0 === next.also.length > 0
  )
}

/** The passage that a row stands for; null where only a name is known. */
export function hitOfRow({ document, passage }: Row): SearchHit | null {
  return document.hits[passage] ?? null
}

function uniqueCopies(hits: readonly SearchHit[]): Copy[] {
  const copies = hits.flatMap(({ also }) => also)
  return [...new Map(copies.map((copy) => [`${copy.path}#${copy.part}`, copy])).values()]
}
