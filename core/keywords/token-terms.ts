/* One token to its terms: a name of several words is found whole and by its parts. */
import { fold } from './fold.ts'
import { stemmerOf } from './stemmers.ts'

/** UTF-16 units of a term; what is longer is cut, in documents and queries alike. */
export const longestTerm = 64
const mostParts = 24

/** A word to its term, or terms. */
export type Normalise = (word: string) => readonly string[]

/** `language` is a code as `languageOf` gives it; words of a language without a stemmer here are folded only. */
export function normaliserOf(language: string): Normalise {
  const stem = stemmerOf(language)
  if (stem !== undefined) return (word) => [stem(word)]
  // Vietnamese marks make other words (ma, má, mà); without them its words are hardly any (nDCG@10 .956 → .92 on XQuAD).
  return language === 'vi' ? (word) => [word.toLowerCase().normalize('NFC')] : (word) => [fold(word)]
}

/** Terms of one token: the whole, and its parts where it is a name of several words. */
export function termsOf(token: string, normalise: Normalise): readonly string[] {
  if (isPlain(token)) return bounded(normalise(token))
  if (/[+#]$/.test(token)) return [token.toLowerCase()]
  const parts = token
    .split(/['’ʼ＇]/u)
    .reduce(joinPieces, [])
    .flatMap((piece) => termsOfName(piece, normalise))
  return bounded(parts)
}

/** Some stemmers leave nothing of a word. Well formed, since a cut may part a surrogate pair and files hold UTF-8. */
function bounded(terms: readonly string[]): readonly string[] {
  return terms.map((term) => term.slice(0, longestTerm).toWellFormed()).filter((term) => term !== '')
}

/** Nearly all words: small letters only, perhaps with a capital in front. They have no parts. */
function isPlain(token: string): boolean {
  const first = token.charCodeAt(0) | 0x20
  if (first < 0x61 || first > 0x7a) return false
  for (let i = 1; i < token.length; i++) {
    const unit = token.charCodeAt(i)
    if (unit < 0x61 || unit > 0x7a) return false
  }
  return true
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
