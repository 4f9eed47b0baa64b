import type { SearchHit } from '../../core/types.ts'

/** A place in a text, in UTF-16 units. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The sentence of a hit that answers best, as its snippet has it; '' where none is known. */
export function bestSentenceOf(hit: Pick<SearchHit, 'snippet' | 'best'> | null): string {
  return hit?.best === undefined ? '' : hit.snippet.slice(hit.best.start, hit.best.end)
}

/** Words at each end of a sentence by which it is known again. */
const tellingWords = 4

/** How much longer than in a snippet a sentence may be in its text, with the addresses of its links and its line breaks. */
const mostTimesLonger = 4

interface Word extends Range {
  readonly text: string
}

/** Where a sentence of a snippet, which has no mark-up and single blanks, stands in the text that it was taken from; null where it cannot be told. */
export function sentenceIn(text: string, sentence: string): Range | null {
  const wanted = wordsOf(sentence)
  const words = wordsOf(text)
  const [head, tail] = [wanted.slice(0, tellingWords), wanted.slice(-tellingWords)]
  const first = indexOfRun(words, head, 0)
  if (first < 0) return null
  const last = indexOfRun(words, tail, first + wanted.length - tail.length)
  // A word that was cut at the end of a long sentence is another one.
  const until = last < 0 ? Math.min(first + wanted.length, words.length) - 1 : last + tail.length - 1
  // Of those that begin as it does, the last one that leaves room for all of its words.
  const begin = lastIndexOfRun(words, head, until + 1 - wanted.length)
  const { start } = words[Math.max(first, begin)]
  const { end } = words[until]
  if (end - start > sentence.length * mostTimesLonger) return null
  return { start, end: end + signsAfter(text, end) }
}

function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+/gu), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }))
}

function indexOfRun(words: readonly Word[], run: readonly Word[], from: number): number {
  if (run.length === 0) return -1
  for (let i = from; i + run.length <= words.length; i++) {
    if (run.every(({ text }, j) => words[i + j].text === text)) return i
  }
  return -1
}

function lastIndexOfRun(words: readonly Word[], run: readonly Word[], from: number): number {
  for (let i = from; i >= 0; i--) if (indexOfRun(words.slice(i, i + run.length), run, 0) === 0) return i
  return -1
}

/** Its full stop, and what closes a quotation. */
function signsAfter(text: string, end: number): number {
  return /^[.!?。！？)"'”’]*/u.exec(text.slice(end, end + 4))?.[0].length ?? 0
}
