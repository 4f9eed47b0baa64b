/*
 * The words of a document's chunks, for the keyword index, from what was cut: in the thread that read the document, or in the one
 * that indexes while it waits for texts.
 */
import { TermCounter } from '../keywords/counting/term-counter.ts'
import { documentTerms, type DocumentTerms } from '../keywords/document-terms.ts'
import type { ChunkedDocument } from './chunk-document.ts'

/** What a name counts beside a word of the title: who types a name wants it, and no other passage of the document has it. */
export const namesWeight = 3

/** Words that a counter of a language remembers; powers of two. Those that are not the usual one take 1 MB each. */
const manySlots = 1 << 17
const fewSlots = 1 << 14

/** One a thread and language: it remembers words. */
const counters = new Map<string, TermCounter>()

/** What of a document its terms come of. */
export type WordsOfChunks = Pick<ChunkedDocument, 'utf8' | 'starts' | 'ends' | 'headers' | 'names' | 'language'>

/** The terms of a document's chunks as its language has their forms; the same in every thread. */
export function chunkTerms({ utf8, starts, ends, headers, names, language }: WordsOfChunks): DocumentTerms {
  const named = ` ${names}`.repeat(namesWeight)
  const words = headers.map((header, i) => ({
    header: i === 0 ? `${header}${named}` : header,
    utf8: utf8.subarray(starts[i], ends[i]),
  }))
  return documentTerms(words, counterOf(language))
}

/** A text without a language (a list, code) is taken for English, as names and commands mostly are. */
function counterOf(language: string | null): TermCounter {
  const key = language ?? 'en'
  let counter = counters.get(key)
  if (counter === undefined) counters.set(key, (counter = new TermCounter(key, key === 'en' ? manySlots : fewSlots)))
  return counter
}

/** Lets go of the words that this thread remembers. */
export function forgetCounters(): void {
  counters.clear()
}
