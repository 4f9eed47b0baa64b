/* The terms of rows, turned round: for each term the rows that hold it. */
import { createAnalyser, type Analyser } from './analyse.ts'
import type { DocumentTerms, Lexicon } from './document-terms.ts'
import type { KeywordContents, PostingList } from './postings-file.ts'
import { lengthCode } from './row-lengths.ts'

/** The terms of one row: different ones, how often each counts, and how many there are in all. */
export interface RowTerms {
  readonly terms: readonly string[]
  /** 1 and more. */
  readonly counts: readonly number[]
  /** Terms of the row, repeats included, headers once. */
  readonly length: number
}

/** What a row is indexed from: see `ChunkInput`. */
export interface RowText {
  readonly header: string
  readonly text: string
}

/** A term in the header (title > headings) counts as this many in the text. See README.md for how it was chosen. */
export const headerWeight = 2

/** Largest count that is kept: BM25 at k1 0.9 gives 255 occurrences 99.6 % of what endless ones get. */
export const mostCount = 255

/** The terms of one row. Here and not in the builder, so that a worker thread can do it. */
export function countTerms({ header, text }: RowText, analyser: Analyser): RowTerms {
  const counts = new Map<string, number>()
  let length = 0
  const add = (weight: number) => (term: string) => {
    counts.set(term, (counts.get(term) ?? 0) + weight)
    length++
  }
  analyser.each(text, add(1))
  analyser.each(header, add(headerWeight))
  return { terms: [...counts.keys()], counts: [...counts.values()], length }
}

/** The contents of a keyword file whose row n is the n-th of `rows`; texts are taken as English. */
export function buildKeywords(rows: Iterable<string | RowTerms>): KeywordContents {
  const builder = new KeywordBuilder()
  const analyser = createAnalyser()
  for (const row of rows) builder.add(typeof row === 'string' ? countTerms({ header: '', text: row }, analyser) : row)
  return builder.contents()
}

/** Collects rows; memory is 9 bytes for each term of each row, and the vocabulary. */
export class KeywordBuilder {
  readonly #idsByTerm = new Map<string, number>()
  /** Of each lexicon, by its numbers: the id + 1, 0 for a term that no document had yet. */
  readonly #idsByNumber = new Map<Lexicon, Int32Array>()
  #ids = new Int32Array(1 << 16)
  #counts = new Uint8Array(1 << 16)
  #size = 0
  /** Where each row's postings begin. */
  readonly #rowStarts: number[] = []
  readonly #lengths: number[] = []

  add({ terms, counts, length }: RowTerms): void {
    this.#beginRow(length, terms.length)
    for (let i = 0; i < terms.length; i++) this.#count(this.#idOf(terms[i]), Math.min(counts[i], mostCount))
  }

  /** All rows of a document. */
  addDocument({ lexicon, vocabulary, firsts, ids, counts, lengths }: DocumentTerms): void {
    const ours = this.#idsOf(lexicon, vocabulary)
    for (let row = 0; row < lengths.length; row++) {
      this.#beginRow(lengths[row], firsts[row + 1] - firsts[row])
      for (let i = firsts[row]; i < firsts[row + 1]; i++) this.#count(ours[ids[i]], counts[i])
    }
  }

  /** [vocabulary] ids of terms that have numbers in a lexicon: each is looked up for the first document that has it. */
  #idsOf(lexicon: Lexicon, vocabulary: Uint32Array): Int32Array {
    const { terms } = lexicon
    let known = this.#idsByNumber.get(lexicon)
    if (known === undefined || known.length < terms.length) {
      const grown = new Int32Array(Math.max(terms.length, 2 * (known?.length ?? 0)))
      if (known !== undefined) grown.set(known)
      this.#idsByNumber.set(lexicon, (known = grown))
    }
    const ids = new Int32Array(vocabulary.length)
    for (let i = 0; i < vocabulary.length; i++) {
      const number = vocabulary[i]
      if (known[number] === 0) known[number] = this.#idOf(terms[number]) + 1
      ids[i] = known[number] - 1
    }
    return ids
  }

  #beginRow(length: number, terms: number): void {
    this.#rowStarts.push(this.#size)
    this.#lengths.push(lengthCode(length))
    this.#reserve(terms)
  }

  #idOf(term: string): number {
    let id = this.#idsByTerm.get(term)
    if (id === undefined) this.#idsByTerm.set(term, (id = this.#idsByTerm.size))
    return id
  }

  #count(id: number, count: number): void {
    this.#ids[this.#size] = id
    this.#counts[this.#size++] = count
  }

  /** What was added. The builder must not be used after it. */
  contents(): KeywordContents {
    return { lengths: Uint8Array.from(this.#lengths), lists: this.#lists() }
  }

  *#lists(): Generator<PostingList> {
    const { starts, rows, counts } = this.#byTerm()
    // Without a function that compares, strings go by their UTF-16 units, in a third of the time.
    for (const term of [...this.#idsByTerm.keys()].toSorted()) {
      const id = this.#idOf(term)
      yield {
        term,
        rows: rows.subarray(starts[id], starts[id + 1]),
        counts: counts.subarray(starts[id], starts[id + 1]),
      }
    }
  }

  /** Counting sort by term; rows stay ascending within each. */
  #byTerm(): { starts: Int32Array; rows: Int32Array; counts: Uint8Array } {
    const starts = new Int32Array(this.#idsByTerm.size + 1)
    for (let i = 0; i < this.#size; i++) starts[this.#ids[i] + 1]++
    for (let id = 0; id + 1 < starts.length; id++) starts[id + 1] += starts[id]
    const next = starts.slice()
    const rows = new Int32Array(this.#size)
    const counts = new Uint8Array(this.#size)
    for (let row = 0; row < this.#rowStarts.length; row++) {
      const end = this.#rowStarts[row + 1] ?? this.#size
      for (let i = this.#rowStarts[row]; i < end; i++) {
        const place = next[this.#ids[i]]++
        rows[place] = row
        counts[place] = this.#counts[i]
      }
    }
    return { starts, rows, counts }
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#ids.length) return
    const capacity = Math.max(this.#ids.length * 2, this.#size + count)
    const ids = new Int32Array(capacity)
    ids.set(this.#ids)
    const counts = new Uint8Array(capacity)
    counts.set(this.#counts)
    this.#ids = ids
    this.#counts = counts
  }
}
