/* The terms of one document's chunks, compact enough to cross threads and to wait for a commit. */
import type { Analyser } from './analyse.ts'
import { headerWeight, mostCount, type RowText } from './build.ts'
import type { TokenCache } from './token-cache.ts'

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

/** A chunk as `RowText`, or with its text as well-formed UTF-8, which is faster. */
export type ChunkWords = RowText | { readonly header: string; readonly utf8: Buffer }

/** `countTerms` of each chunk. A word costs a look at its token, a word that the document did not have yet one at a Map. */
export function documentTerms(chunks: readonly ChunkWords[], analyser: Analyser): DocumentTerms {
  const counter = new TermCounter(analyser.words)
  const firsts = new Uint32Array(chunks.length + 1)
  const lengths = new Uint32Array(chunks.length)
  const count = (utf8: Buffer, weight: number): void =>
    analyser.eachWord(
      utf8,
      (slot) => counter.addWord(slot, weight),
      (term) => counter.add(term, weight),
    )
  for (const [i, chunk] of chunks.entries()) {
    counter.beginChunk()
    count('utf8' in chunk ? chunk.utf8 : Buffer.from(chunk.text), 1)
    if (chunk.header !== '') count(Buffer.from(chunk.header), headerWeight)
    firsts[i + 1] = counter.size
    lengths[i] = counter.length
  }
  return { ...counter.postings(), firsts, lengths }
}

/** Every document marks the words whose ids are its own. */
let lastMark = 0

/** Memory of the thread, used by one document after the other. */
let scratch = { ids: new Uint32Array(1 << 14), counts: new Uint32Array(1 << 14), places: new Int32Array(1 << 12) }

/** Counts the terms of a document chunk by chunk. One at a time in a thread. */
class TermCounter {
  readonly #words: TokenCache
  readonly #mark: number
  readonly #idsByTerm = new Map<string, number>()
  /** Postings so far, and before the chunk at hand. */
  size = 0
  #chunkStart = 0
  /** Terms of the chunk at hand, repeats included. */
  length = 0

  constructor(words: TokenCache) {
    this.#words = words
    // Marks are 32 bits wide, and 0 is nobody's.
    this.#mark = lastMark = Math.max(1, (lastMark + 1) | 0)
  }

  beginChunk(): void {
    this.#chunkStart = this.size
    this.length = 0
  }

  /** A word, by its slot. */
  addWord(slot: number, weight: number): void {
    const known = this.#words.id(slot, this.#mark)
    if (known >= 0) {
      this.length++
      return this.#count(known, weight)
    }
    const terms = this.#words.terms(slot)
    for (let i = 0; i < terms.length; i++) this.add(terms[i], weight)
    // Names of several words are too few to be worth a place for several ids.
    if (terms.length === 1) this.#words.setId(slot, this.#mark, this.#idOf(terms[0]))
  }

  add(term: string, weight: number): void {
    this.length++
    this.#count(this.#idOf(term), weight)
  }

  postings(): Pick<DocumentTerms, 'vocabulary' | 'ids' | 'counts'> {
    const counts = new Uint8Array(this.size)
    for (let i = 0; i < this.size; i++) counts[i] = Math.min(scratch.counts[i], mostCount)
    return { vocabulary: [...this.#idsByTerm.keys()].join('\n'), ids: scratch.ids.slice(0, this.size), counts }
  }

  #idOf(term: string): number {
    let id = this.#idsByTerm.get(term)
    if (id !== undefined) return id
    this.#idsByTerm.set(term, (id = this.#idsByTerm.size))
    if (id >= scratch.places.length) scratch.places = grown(scratch.places, new Int32Array(id * 2))
    scratch.places[id] = -1
    return id
  }

  #count(id: number, weight: number): void {
    const place = scratch.places[id]
    if (place >= this.#chunkStart) {
      scratch.counts[place] += weight
      return
    }
    if (this.size === scratch.ids.length) {
      scratch.ids = grown(scratch.ids, new Uint32Array(this.size * 2))
      scratch.counts = grown(scratch.counts, new Uint32Array(this.size * 2))
    }
    scratch.places[id] = this.size
    scratch.ids[this.size] = id
    scratch.counts[this.size++] = weight
  }
}

function grown<T extends Int32Array | Uint32Array>(from: T, into: T): T {
  into.set(from)
  return into
}
