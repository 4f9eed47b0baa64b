/*
 * What was added and removed since the last flush: searchable at once, in no file yet. A process that ends before the flush
 * loses it; its documents are still waiting to be indexed then.
 */
import type { Steps } from '../in-steps.ts'
import { keywordSteps, readKeywords } from '../keywords/postings-file.ts'
import type { LiveSegment } from './live-segments.ts'
import { deletedAfter } from './row-deletes.ts'
import { readSegment, writeSegment } from './segment-file.ts'
import { wordsOf } from './segment-words.ts'
import type { Change } from './store.ts'

/** What is shown to searches and not in files yet. */
export interface Unflushed {
  /** One for each change that added something. */
  readonly segments: readonly LiveSegment[]
  /** Ids that leave segments which are in files. */
  readonly removed: readonly number[]
  /** The highest id that was added, 0 for none: a document may have no chunks. */
  readonly lastDocument: number
}

/** All is in files. */
export const nothingUnflushed: Unflushed = { segments: [], removed: [], lastDocument: 0 }

/** `bits`: of one code. */
export function* withChange(before: Unflushed, { add, remove }: Change, bits: number): Steps<Unflushed> {
  const { segments, lastDocument } = before
  const documents = add.filter(({ starts }) => starts.length > 0).toSorted((a, b) => a.id - b.id)
  const last = segments.at(-1)?.segment.name ?? 'memory-0'
  const added = documents.length === 0 ? [] : [yield* segmentOf(documents, bits, `memory-${Number(last.slice(7)) + 1}`)]
  const kept = withoutDocuments(before, remove)
  return {
    segments: [...kept.segments, ...added],
    removed: kept.removed,
    lastDocument: add.reduce((most, { id }) => Math.max(most, id), lastDocument),
  }
}

/** Without the document versions `remove`. */
export function withoutDocuments(before: Unflushed, remove: readonly number[]): Unflushed {
  const segments = before.segments.map((live) => ({ ...live, deleted: deletedAfter(live, remove) }))
  return { ...before, segments, removed: [...before.removed, ...remove] }
}

function* segmentOf(documents: Change['add'], bits: number, name: string): Steps<LiveSegment> {
  const words = yield* wordsOf(documents)
  return {
    segment: readSegment(writeSegment(documents, bits), name),
    deleted: null,
    keywords: words === null ? null : readKeywords(yield* keywordSteps(words), name),
    graph: null,
  }
}
