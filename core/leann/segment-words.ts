import type { Steps } from '../in-steps.ts'
import { KeywordBuilder } from '../keywords/build.ts'
import { mergeKeywords, type MergePart } from '../keywords/merge.ts'
import type { KeywordContents } from '../keywords/postings-file.ts'
import type { LiveSegment } from './live-segments.ts'
import type { DocumentRows } from './segment-file.ts'

/** The words of new documents; null where one came without. */
export function* wordsOf(documents: readonly DocumentRows[]): Steps<KeywordContents | null> {
  if (documents.some(({ terms }) => terms === null)) return null
  const builder = new KeywordBuilder()
  for (const { terms } of documents) {
    if (terms !== null) builder.addDocument(terms)
    yield
  }
  return builder.contents()
}

/** Those of merged segments, from the keyword files alone; null where one of the segments has none. */
export function mergedWords(segments: readonly LiveSegment[], rowMaps: readonly Int32Array[]): KeywordContents | null {
  const parts: MergePart[] = []
  for (const [i, { keywords }] of segments.entries()) {
    if (keywords === null) return null
    parts.push({ keywords, rows: rowMaps[i] })
  }
  const rowCount = rowMaps.reduce((sum, rows) => sum + rows.reduce((live, row) => live + (row < 0 ? 0 : 1), 0), 0)
  return mergeKeywords(parts, rowCount)
}
