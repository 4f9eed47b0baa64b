/*
 * Words that many rows hold, as one count for each row: to look a row up costs a fifth of what decoding its posting does, and
 * queries ask for the same few ("the", "of") again and again.
 */
import { CountsByRow } from './counts-by-row.ts'
import type { Keywords } from './postings-file.ts'
import type { RowList } from './row-list.ts'

/** A word is kept where it is in one row of so many, or more, ... */
const rowsForOne = 8
/** ... and in more rows than this. Lists that are no longer are read to find how many of their rows are deleted; of others their share stands for it. */
export const longestCounted = 4096
/** Kept for one segment, the most frequent ones; each takes half a byte a row. */
const mostKept = 96

/** By segment; they go with its file. */
const known = new WeakMap<Keywords, Map<string, CountsByRow>>()

/** The rows of a word in one segment. */
export type WordRows = RowList | CountsByRow

/** The counts of a word that many rows hold, where it is kept; else what `open` gives. `word`: all of its forms as one. */
export function frequentOr(keywords: Keywords, word: string, open: () => RowList | null): WordRows | null {
  if (keywords.rowCount <= longestCounted) return open()
  let kept = known.get(keywords)
  if (kept === undefined) known.set(keywords, (kept = new Map()))
  const found = kept.get(word)
  if (found !== undefined) return found
  const list = open()
  if (list === null || list.size < Math.max(keywords.rowCount / rowsForOne, longestCounted + 1)) return list
  if (!hasRoom(kept, list.size)) return list
  const counts = CountsByRow.of(list, keywords.rowCount)
  if (counts !== null) kept.set(word, counts)
  return counts ?? list
}

/** Whether one more may be kept, or the least frequent one gave its place. */
function hasRoom(kept: Map<string, CountsByRow>, size: number): boolean {
  if (kept.size < mostKept) return true
  let least = ''
  let leastSize = size
  for (const [word, counts] of kept) if (counts.size < leastSize) [least, leastSize] = [word, counts.size]
  return leastSize < size && kept.delete(least)
}
