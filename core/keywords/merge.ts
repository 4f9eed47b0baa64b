/* Several keyword files as one, from their lists alone: no text is read again. */
import type { TermEntry } from './dictionary.ts'
import type { KeywordContents, Keywords, PostingList } from './postings-file.ts'
import { twoByTwo } from './two-by-two.ts'

/** A file to merge. */
export interface MergePart {
  readonly keywords: Keywords
  /** [its rows] the row that each becomes; -1 for a row that is deleted. */
  readonly rows: Int32Array
}

/** The contents of a file of `rowCount` rows, each of which exactly one part fills. */
export function mergeKeywords(parts: readonly MergePart[], rowCount: number): KeywordContents {
  const lengths = new Uint8Array(rowCount)
  for (const { keywords, rows } of parts) {
    for (let row = 0; row < rows.length; row++) if (rows[row] >= 0) lengths[rows[row]] = keywords.lengths[row]
  }
  return { lengths, lists: mergedLists(parts) }
}

interface Walk {
  readonly part: MergePart
  readonly entries: Iterator<TermEntry>
  entry: TermEntry
}

function* mergedLists(parts: readonly MergePart[]): Generator<PostingList> {
  let walks = parts.flatMap((part): Walk[] => {
    const entries = part.keywords.entries()
    const { value, done } = entries.next()
    return done === true ? [] : [{ part, entries, entry: value }]
  })
  while (walks.length > 0) {
    const term = leastTerm(walks)
    const here = walks.filter(({ entry }) => entry.term === term)
    const list = inRowOrder(here.map(({ part, entry }) => movedList(part, entry)))
    if (list.rows.length > 0) yield { term, ...list }
    for (const walk of here) {
      const { value, done } = walk.entries.next()
      if (done === true) walks = walks.filter((one) => one !== walk)
      else walk.entry = value
    }
  }
}

function leastTerm(walks: readonly Walk[]): string {
  let least = walks[0].entry.term
  for (let i = 1; i < walks.length; i++) if (walks[i].entry.term < least) least = walks[i].entry.term
  return least
}

type List = Omit<PostingList, 'term'>

/** A part's list with its new rows, without the deleted ones. */
function movedList({ keywords, rows: newRows }: MergePart, entry: TermEntry): List {
  const reader = keywords.open(entry)
  const rows = new Int32Array(entry.rows)
  const counts = new Uint8Array(entry.rows)
  let size = 0
  for (let block = 0; block < reader.blocks; block++) {
    reader.load(block)
    for (let i = 0; i < reader.loaded; i++) {
      const row = newRows[reader.rows[i]]
      if (row < 0) continue
      rows[size] = row
      counts[size++] = reader.counts[i]
    }
  }
  return size === rows.length ? { rows, counts } : { rows: rows.subarray(0, size), counts: counts.subarray(0, size) }
}

/** The lists as one, ascending by row. */
function inRowOrder(parts: readonly List[]): List {
  if (parts.length === 1) return parts[0]
  const lists = parts.filter(({ rows }) => rows.length > 0).toSorted((a, b) => a.rows[0] - b.rows[0])
  // Segments mostly follow one another, each with later documents than the one before.
  const isApart = lists.every(({ rows }, i) => i === 0 || rows[0] > (lists[i - 1].rows.at(-1) ?? 0))
  return isApart ? joined(lists) : (twoByTwo(lists, interleaved) ?? joined(lists))
}

function joined(lists: readonly List[]): List {
  const size = lists.reduce((sum, { rows }) => sum + rows.length, 0)
  const rows = new Int32Array(size)
  const counts = new Uint8Array(size)
  let at = 0
  for (const list of lists) {
    rows.set(list.rows, at)
    counts.set(list.counts, at)
    at += list.rows.length
  }
  return { rows, counts }
}

function interleaved(a: List, b: List): List {
  const size = a.rows.length + b.rows.length
  const rows = new Int32Array(size)
  const counts = new Uint8Array(size)
  for (let i = 0, j = 0, at = 0; at < size; at++) {
    const isFirst = j === b.rows.length || (i < a.rows.length && a.rows[i] < b.rows[j])
    rows[at] = isFirst ? a.rows[i] : b.rows[j]
    counts[at] = isFirst ? a.counts[i++] : b.counts[j++]
  }
  return { rows, counts }
}
