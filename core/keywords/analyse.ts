/*
 * Text to terms, the same for documents and for queries.
 *
 *   Don't call os.path.joinAll() in naïve C++ 東京都
 *   dont  call  os.path.joinall os path joinal join all  in  naiv  c++  東京 京都
 */
import { charKinds } from './characters.ts'
import { fold } from './fold.ts'
import { TokenCache } from './token-cache.ts'
import { normaliserOf, termsOf } from './token-terms.ts'
import { asciiKinds, eachPair, endOfIdeographs, endOfWord, kindAt, widthOf } from './utf8-tokens.ts'

/** Slots for words whose terms are remembered; powers of two. */
const manySlots = 1 << 17
const fewSlots = 1 << 6

/** Gives the terms of a text in their order, repeats included. Keep one for many texts: it remembers words. */
export interface Analyser {
  readonly language: string
  /** Calls `visit` for every term. */
  each(text: string, visit: (term: string) => void): void
  /** The words it remembers. */
  readonly words: TokenCache
  /**
   * Calls `visitWord` with the slot in `words` of every word of `utf8`, which is well formed, and `visitTerm` for what is no word; each
   * with the byte where that ends.
   */
  eachWord(
    utf8: Buffer,
    visitWord: (slot: number, end: number) => void,
    visitTerm: (term: string, end: number) => void,
  ): void
}

/** The terms of `text`. `language`: see `createAnalyser`. */
export function analyse(text: string, language = 'en'): string[] {
  const terms: string[] = []
  createAnalyser(language, fewSlots).each(text, (term) => terms.push(term))
  return terms
}

/** `language` is a code as `languageOf` gives it; words of a language without a stemmer here are folded only. */
export function createAnalyser(language = 'en', cacheSlots = manySlots): Analyser {
  const normalise = normaliserOf(language)
  const words = new TokenCache(cacheSlots, (word) => termsOf(word, normalise))
  const eachWord: Analyser['eachWord'] = (utf8, visitWord, visitTerm) => {
    const end = utf8.length
    for (let at = 0; at < end;) {
      const byte = utf8[at]
      const kind = byte < 128 ? asciiKinds[byte] : kindAt(utf8, at)
      if (kind === charKinds.word) {
        const start = at
        at = endOfWord(utf8, start)
        visitWord(words.find(utf8, start, at), at)
      } else if (kind === charKinds.ideograph) {
        const start = at
        at = endOfIdeographs(utf8, start)
        const last = at
        eachPair(fold(utf8.toString('utf8', start, at)), (term) => visitTerm(term, last))
      } else at += byte < 128 ? 1 : widthOf(byte)
    }
  }
  return {
    language,
    words,
    eachWord,
    each(text, visit) {
      eachWord(Buffer.from(text), (slot) => words.terms(slot).forEach((term) => visit(term)), visit)
    },
  }
}
