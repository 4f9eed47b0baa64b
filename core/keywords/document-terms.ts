/* The terms of one document's chunks, compact enough to cross threads and to wait for a commit. */
import { headerWeight } from './build.ts'
import type { TermCounter } from './counting/term-counter.ts'

/**
 * Terms by number, as one counter came across them. It grows with each document, and documents share it: a term is one string, not one
 * for each document that has it, and whoever collects documents looks it up once.
 */
export interface Lexicon {
  /** Code of the language whose forms the terms are. */
  readonly language: string
  readonly terms: readonly string[]
}

export interface DocumentTerms {
  readonly lexicon: Lexicon
  /** [different terms]: the document's, by their numbers in the lexicon. */
  readonly vocabulary: Uint32Array
  /** [chunks + 1]: the postings of chunk c are [firsts[c], firsts[c + 1]). */
  readonly firsts: Uint32Array
  /** [postings]: index into the vocabulary. */
  readonly ids: Uint32Array
  /** [postings]: how often the term counts in the chunk, 255 at most. */
  readonly counts: Uint8Array
  /** [chunks]: terms of the chunk, repeats included. */
  readonly lengths: Uint32Array
}

/** A chunk, its text as well-formed UTF-8. */
export interface ChunkWords {
  readonly header: string
  readonly utf8: Uint8Array
}

/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const mostUnitBytes = 3

/** What `countTerms` gives of each chunk. */
export function documentTerms(chunks: readonly ChunkWords[], counter: TermCounter): DocumentTerms {
  const firsts = new Uint32Array(chunks.length + 1)
  const lengths = new Uint32Array(chunks.length)
  let size = 0
  let terms = 0
  counter.beginDocument()
  for (const [i, { header, utf8 }] of chunks.entries()) {
    counter.beginChunk(utf8.length + header.length * mostUnitBytes)
    counter.count(utf8, 1)
    counter.countString(header, headerWeight)
    const { ids, counts, fresh, length } = counter.chunk()
    makeRoom(size, ids.length)
    scratch.ids.set(ids, size)
    scratch.counts.set(counts, size)
    // No more of them than postings.
    scratch.vocabulary.set(fresh, terms)
    terms += fresh.length
    size += ids.length
    firsts[i + 1] = size
    lengths[i] = length
  }
  return {
    lexicon: counter.lexicon,
    vocabulary: scratch.vocabulary.slice(0, terms),
    firsts,
    ids: scratch.ids.slice(0, size),
    counts: scratch.counts.slice(0, size),
    lengths,
  }
}

/** Memory of the thread for postings, used by one document after the other. */
let scratch = scratchOf(1 << 14)

function scratchOf(postings: number) {
  return {
    ids: new Uint32Array(postings),
    counts: new Uint8Array(postings),
    vocabulary: new Uint32Array(postings),
  }
}

function makeRoom(used: number, more: number): void {
  if (used + more <= scratch.ids.length) return
  const { ids, counts, vocabulary } = scratch
  scratch = scratchOf(Math.max(ids.length * 2, used + more))
  scratch.ids.set(ids)
  scratch.counts.set(counts)
  scratch.vocabulary.set(vocabulary)
}
