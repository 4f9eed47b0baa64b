/* The terms of one document's chunks, compact enough to cross threads and to wait for a commit. */
import type { Analyser } from './analyse.ts'
import { countTerms, type RowTerms, type RowText } from './build.ts'

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

export function documentTerms(chunks: readonly RowText[], analyser: Analyser): DocumentTerms {
  const idsByTerm = new Map<string, number>()
  const rows = chunks.map((chunk) => countTerms(chunk, analyser))
  const firsts = new Uint32Array(rows.length + 1)
  for (const [i, { terms }] of rows.entries()) firsts[i + 1] = firsts[i] + terms.length
  const ids = new Uint32Array(firsts[rows.length])
  const counts = new Uint8Array(ids.length)
  let place = 0
  for (const row of rows) {
    for (let i = 0; i < row.terms.length; i++) {
      let id = idsByTerm.get(row.terms[i])
      if (id === undefined) idsByTerm.set(row.terms[i], (id = idsByTerm.size))
      ids[place] = id
      counts[place++] = Math.min(row.counts[i], 255)
    }
  }
  return {
    vocabulary: [...idsByTerm.keys()].join('\n'),
    firsts,
    ids,
    counts,
    lengths: Uint32Array.from(rows, ({ length }) => length),
  }
}

/** The chunks again, in order. */
export function* rowTermsOf({ vocabulary, firsts, ids, counts, lengths }: DocumentTerms): Generator<RowTerms> {
  const words = vocabulary.split('\n')
  for (let chunk = 0; chunk < lengths.length; chunk++) {
    const [from, to] = [firsts[chunk], firsts[chunk + 1]]
    yield {
      terms: Array.from(ids.subarray(from, to), (id) => words[id]),
      counts: Array.from(counts.subarray(from, to)),
      length: lengths[chunk],
    }
  }
}
