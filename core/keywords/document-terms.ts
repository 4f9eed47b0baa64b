/* The terms of one document's chunks, compact enough to cross threads and to wait for a commit. */
import { headerWeight } from './build.ts'
import type { TermCounter } from './counting/term-counter.ts'

export interface DocumentTerms {
  /** The document's different terms, joined by line ends: no term holds one. */
  readonly vocabulary: string
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

/** What `countTerms` gives of each chunk. */
export function documentTerms(chunks: readonly ChunkWords[], counter: TermCounter): DocumentTerms {
  const firsts = new Uint32Array(chunks.length + 1)
  const lengths = new Uint32Array(chunks.length)
  const vocabulary: string[] = []
  let size = 0
  counter.beginDocument()
  for (const [i, { header, utf8 }] of chunks.entries()) {
    const headerUtf8 = Buffer.from(header)
    counter.beginChunk(utf8.length + headerUtf8.length)
    counter.count(utf8, 1)
    counter.count(headerUtf8, headerWeight)
    const { ids, counts, fresh, length } = counter.chunk()
    makeRoom(size, ids.length)
    scratch.ids.set(ids, size)
    scratch.counts.set(counts, size)
    size += ids.length
    firsts[i + 1] = size
    lengths[i] = length
    for (let n = 0; n < fresh.length; n++) vocabulary.push(counter.term(fresh[n]))
  }
  return {
    vocabulary: vocabulary.join('\n'),
    firsts,
    ids: scratch.ids.slice(0, size),
    counts: scratch.counts.slice(0, size),
    lengths,
  }
}

/** Memory of the thread for postings, used by one document after the other. */
let scratch = { ids: new Uint32Array(1 << 14), counts: new Uint8Array(1 << 14) }

function makeRoom(used: number, more: number): void {
  if (used + more <= scratch.ids.length) return
  const { ids, counts } = scratch
  const room = Math.max(ids.length * 2, used + more)
  scratch = { ids: new Uint32Array(room), counts: new Uint8Array(room) }
  scratch.ids.set(ids)
  scratch.counts.set(counts)
}
