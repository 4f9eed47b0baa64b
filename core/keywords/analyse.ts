/*
 * Text to terms, the same for documents and for queries.
 *
 *   Don't call os.path.joinAll() in naïve C++ 東京都
 *   dont  call  os.path.joinall os path joinal join all  in  naiv  c++  東京 京都
 */
import { charKinds, kindOf, kindOfCodePoint } from './characters.ts'
import { fold } from './fold.ts'
import { stemmerOf } from './stemmers.ts'

/** UTF-16 units of a term; what is longer is cut, in documents and queries alike. */
export const longestTerm = 64
/** Units of one token that are looked at: a line of base64 is no word. */
const longestToken = 512
const mostParts = 24
/** Slots for tokens whose terms are remembered; powers of two. Twice as fast as a Map, which needs each token as a string. */
const manySlots = 1 << 17
const fewSlots = 1 << 6

/** Gives the terms of a text in their order, repeats included. Keep one for many texts: it remembers tokens. */
export interface Analyser {
  readonly language: string
  /** Calls `visit` for every term. */
  each(text: string, visit: (term: string) => void): void
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
  const cachedTokens: string[] = Array.from({ length: cacheSlots }, () => '')
  const cachedTerms: (readonly string[])[] = Array.from({ length: cacheSlots }, () => [])
  const termsOfToken = (text: string, start: number, end: number): readonly string[] => {
    const slot = hashOf(text, start, end) & (cacheSlots - 1)
    if (isAt(text, start, end, cachedTokens[slot])) return cachedTerms[slot]
    const token = text.slice(start, Math.min(end, start + longestToken))
    const terms = termsOf(token, normalise)
    // Through a buffer, since a slice would keep the whole text alive.
    cachedTokens[slot] = Buffer.from(token).toString()
    cachedTerms[slot] = terms
    return terms
  }
  return {
    language,
    each(text, visit) {
      for (let i = 0; i < text.length;) {
        const kind = kindAt(text, i)
        if (kind === charKinds.word) {
          const end = endOfWord(text, i)
          const terms = termsOfToken(text, i, end)
          for (let t = 0; t < terms.length; t++) visit(terms[t])
          i = end
        } else if (kind === charKinds.ideograph) {
          const end = endOfIdeographs(text, i)
          eachPair(fold(text.slice(i, end)), visit)
          i = end
        } else i += widthAt(text, i)
      }
    },
  }
}

/** A word to its term, or terms. */
type Normalise = (word: string) => readonly string[]

function normaliserOf(language: string): Normalise {
  const stem = stemmerOf(language)
  if (stem !== undefined) return (word) => [stem(word)]
  // Vietnamese marks make other words (ma, má, mà); without them its words are hardly any (nDCG@10 .956 → .92 on XQuAD).
  return language === 'vi' ? (word) => [word.toLowerCase().normalize('NFC')] : (word) => [fold(word)]
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995)
  return hash ^ (hash >>> 15)
}

function isAt(text: string, start: number, end: number, token: string): boolean {
  if (token.length !== end - start) return false
  for (let i = 0; i < token.length; i++) if (token.charCodeAt(i) !== text.charCodeAt(start + i)) return false
  return true
}

/** One of `charKinds`; past the end a separator. */
function kindAt(text: string, at: number): number {
  if (at >= text.length) return charKinds.separator
  const kind = kindOf(text.charCodeAt(at))
  return kind === charKinds.surrogate ? kindOfCodePoint(text.codePointAt(at) ?? 0xfffd) : kind
}

/** 2 for a surrogate pair. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** End of the word that starts at `start`, joiners inside it and the signs of 'C++' and 'C#' included. */
function endOfWord(text: string, start: number): number {
  let end = start
  for (;;) {
    while (end < text.length && kindOf(text.charCodeAt(end)) === charKinds.word) end++
    const kind = kindAt(text, end)
    if (kind === charKinds.word) end += 2
    else if (kind === charKinds.joiner && end > start && kindAt(text, end + 1) === charKinds.word) end++
    else break
  }
  if (end - start !== 1) return end
  if (text.startsWith('++', end)) return end + 2
  return text[end] === '#' && kindAt(text, end + 1) !== charKinds.word ? end + 1 : end
}

function endOfIdeographs(text: string, start: number): number {
  let end = start
  while (end < text.length && kindAt(text, end) === charKinds.ideograph) end += widthAt(text, end)
  return end
}

/** Overlapping pairs of characters; a character alone stands for itself. */
function eachPair(folded: string, visit: (term: string) => void): void {
  const chars = [...folded]
  if (chars.length === 1) visit(folded)
  for (let i = 0; i + 1 < chars.length; i++) visit(chars[i] + chars[i + 1])
}

/** Terms of one token: the whole, and its parts where it is a name of several words. */
function termsOf(token: string, normalise: Normalise): readonly string[] {
  if (/[+#]$/.test(token)) return [token.toLowerCase()]
  const parts = token
    .split(/['’ʼ＇]/u)
    .reduce(joinPieces, [])
    .flatMap((piece) => termsOfName(piece, normalise))
  // Well formed, since a cut may part a surrogate pair and files hold UTF-8.
  return parts.map((term) => term.slice(0, longestTerm).toWellFormed()).filter((term) => term !== '')
}

/** English contractions, which are one word: n't, you'll, they've. */
const contraction = /^(?:t|ll|ve|re|d|m)$/i

/** What an apostrophe parts: dog's → dog, don't → dont, but l'homme → l homme, dell'arte → dell arte, Ankara'da → Ankara da. */
function joinPieces(pieces: string[], piece: string): string[] {
  const last = pieces.at(-1)
  if (last === undefined) return [piece]
  if (/^s$/i.test(piece)) return pieces
  return contraction.test(piece) ? [...pieces.slice(0, -1), last + piece] : [...pieces, piece]
}

/** os.path → os.path os path; max_size → max_size max size; U.S.A → usa; __init__ → init. */
function termsOfName(name: string, normalise: Normalise): string[] {
  const parts = name.split(/[._]+/).filter((part) => part !== '')
  if (parts.length <= 1) return parts.flatMap((part) => termsOfPart(part, normalise))
  if (parts.every((part) => /^\p{L}$/u.test(part))) return [fold(parts.join(''))]
  const whole = fold(name.replace(/^[._]+|[._]+$/g, ''))
  return [
    whole,
    ...parts
      .filter(isTelling)
      .slice(0, mostParts)
      .flatMap((part) => termsOfPart(part, normalise)),
  ]
}

/** HTMLParser → htmlpars html parser. A word that is written in one case has no parts. */
function termsOfPart(part: string, normalise: Normalise): string[] {
  const whole = normalise(part)
  if (!/[a-z][A-Z]|[A-Z]{2}[a-z]/.test(part)) return [...whole]
  const words = part.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?:[a-rt-z]|s[a-z]))/).filter(isTelling)
  return words.length < 2 ? [...whole] : [...whole, ...words.slice(0, mostParts).flatMap(normalise)]
}

function isTelling(part: string): boolean {
  return part.length > 1
}
