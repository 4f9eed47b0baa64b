/* Where in its file a sentence is, as people count: the page of a PDF, the line of a file whose bytes are its text. */
import type { SearchHit } from '../types.ts'
import type { Passage, PassageReader } from './passages.ts'

/** To count from the beginning of a longer text takes longer than the search. */
const farthest = 4 * 1024 * 1024

const lineEnd = 0x0a
/** The form feed that the text of a PDF has between two pages. */
const pageEnd = 0x0c

/** The page or the line of a sentence of a passage, where either can be told. */
export async function placeInFile(
  passages: Pick<PassageReader, 'countBefore'>,
  { document, chunk, text }: Passage,
  sentence: string,
): Promise<Pick<SearchHit, 'page' | 'line'>> {
  const isPaged = document.kind === 'pdf'
  if ((!isPaged && document.place !== 'own-bytes') || chunk.start > farthest) return {}
  const wanted = isPaged ? pageEnd : lineEnd
  const before = await passages.countBefore(document, chunk.start, wanted)
  if (before === null) return {}
  const inChunk = text.slice(0, beginningOf(sentence, text)).split(String.fromCharCode(wanted)).length
  return { [isPaged ? 'page' : 'line']: before + inChunk }
}

/** Words by which a sentence is known again in its text, where it has its line ends and marks. */
const tellingWords = 4

const word = /[\p{L}\p{M}\p{N}]+/gu
const gap = /[^\p{L}\p{M}\p{N}]+/uy

/**
 * Where a sentence begins in the text that it was taken from; the beginning of the text where it cannot be told. Without an
 * expression of its own for each sentence: to make one takes a millisecond.
 */
function beginningOf(sentence: string, text: string): number {
  const words = sentence.match(word)?.slice(0, tellingWords) ?? []
  if (words.length > 0) {
    for (let at = text.indexOf(words[0]); at >= 0; at = text.indexOf(words[0], at + 1))
      if (says(text, at, words)) return at
  }
  // Blanks before a text's first word are not in its first line.
  return Math.max(0, text.search(/\S/u))
}

/** Whether the text has the words one after the other from `start` on, with whatever signs between them. */
function says(text: string, start: number, words: readonly string[]): boolean {
  let at = start
  for (const [i, one] of words.entries()) {
    if (i > 0) {
      gap.lastIndex = at
      if (!gap.test(text)) return false
      at = gap.lastIndex
    }
    if (!text.startsWith(one, at)) return false
    at += one.length
  }
  return true
}
