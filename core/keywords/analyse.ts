/*
 * Text to terms, the same for documents and for queries.
 *
 *   Don't call os.path.joinAll() in naïve C++ 東京都
 *   dont  call  os.path.joinall os path joinal join all  in  naiv  c++  東京 京都
 *
 * Works on UTF-8 bytes, of which nearly all are ASCII: a look at a byte costs a fifth of one at a string's unit.
 */
import { charKinds, kindOf, kindOfCodePoint } from './characters.ts'
import { fold } from './fold.ts'
import { TokenCache } from './token-cache.ts'
import { normaliserOf, termsOf } from './token-terms.ts'

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
  /** Calls `visitWord` with the slot in `words` of every word of `utf8`, which is well formed, and `visitTerm` for what is no word. */
  eachWord(utf8: Buffer, visitWord: (slot: number) => void, visitTerm: (term: string) => void): void
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
        visitWord(words.find(utf8, start, at))
      } else if (kind === charKinds.ideograph) {
        const start = at
        at = endOfIdeographs(utf8, start)
        eachPair(fold(utf8.toString('utf8', start, at)), visitTerm)
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

const asciiKinds = Uint8Array.from({ length: 128 }, (_, unit) => kindOf(unit))

/** Bytes of the character that begins with `byte`. */
function widthOf(byte: number): number {
  if (byte < 0x80) return 1
  if (byte < 0xe0) return 2
  return byte < 0xf0 ? 3 : 4
}

/** One of `charKinds`; past the end a separator. */
function kindAt(utf8: Uint8Array, at: number): number {
  if (at >= utf8.length) return charKinds.separator
  const byte = utf8[at]
  if (byte < 0x80) return asciiKinds[byte]
  if (byte < 0xe0) return kindOf(((byte & 0x1f) << 6) | (utf8[at + 1] & 0x3f))
  const tail = ((utf8[at + 1] & 0x3f) << 6) | (utf8[at + 2] & 0x3f)
  if (byte < 0xf0) return kindOf(((byte & 0x0f) << 12) | tail)
  return kindOfCodePoint(((byte & 0x07) << 18) | (tail << 6) | (utf8[at + 3] & 0x3f))
}

const plus = 0x2b
const hash = 0x23

/** End of the word that starts at `start`, joiners inside it and the signs of 'C++' and 'C#' included. */
function endOfWord(utf8: Uint8Array, start: number): number {
  // A look past the end would make every look slow.
  const length = utf8.length
  let end = start
  while (end < length) {
    const byte = utf8[end]
    const kind = byte < 128 ? asciiKinds[byte] : kindAt(utf8, end)
    if (kind === charKinds.word) end += byte < 128 ? 1 : widthOf(byte)
    else if (kind === charKinds.joiner && kindAt(utf8, end + widthOf(byte)) === charKinds.word) end += widthOf(byte)
    else break
  }
  const width = widthOf(utf8[start])
  if (end - start !== width || width === 4 || end === length) return end
  if (utf8[end] === plus && end + 1 < length && utf8[end + 1] === plus) return end + 2
  return utf8[end] === hash && kindAt(utf8, end + 1) !== charKinds.word ? end + 1 : end
}

function endOfIdeographs(utf8: Uint8Array, start: number): number {
  let end = start
  while (kindAt(utf8, end) === charKinds.ideograph) end += widthOf(utf8[end])
  return end
}

/** Overlapping pairs of characters; a character alone stands for itself. */
function eachPair(folded: string, visit: (term: string) => void): void {
  const chars = [...folded]
  if (chars.length === 1) visit(folded)
  for (let i = 0; i + 1 < chars.length; i++) visit(chars[i] + chars[i + 1])
}
