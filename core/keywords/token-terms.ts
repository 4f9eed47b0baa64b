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
  if (token.endsWith('+') || token.endsWith('#')) return [token.toLowerCase()]
  if (!apostrophe.test(token)) return bounded(termsOfName(token, normalise))
  const parts = token
    .split(apostrophe)
    .reduce(joinPieces, [])
    .flatMap((piece) => termsOfName(piece, normalise))
  return bounded(parts)
}

const apostrophe = /['’ʼ＇]/u

/** Some stemmers leave nothing of a word. Well formed, since a cut may part a surrogate pair and files hold UTF-8. */
function bounded(terms: readonly string[]): readonly string[] {
  if (terms.length === 1 && isShort(terms[0])) return terms
  return terms.map((term) => term.slice(0, longestTerm).toWellFormed()).filter((term) => term !== '')
}

function isShort(term: string): boolean {
  return term !== '' && term.length <= longestTerm && term.isWellFormed()
}

const charClasses = { other: 0, lower: 1, upper: 2, digit: 3 } as const

/** Of ASCII. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[a-z]/.test(character)) return charClasses.lower
  if (/[A-Z]/.test(character)) return charClasses.upper
  return /[0-9]/.test(character) ? charClasses.digit : charClasses.other
})

function classAt(text: string, i: number): number {
  const unit = text.charCodeAt(i)
  return unit < 128 ? classes[unit] : charClasses.other
}

/** Nearly all words: ASCII letters and digits, with no other letter than the first a capital. They have no parts. */
function isPlain(token: string): boolean {
  if (classAt(token, 0) === charClasses.other) return false
  for (let i = 1; i < token.length; i++) {
    const kind = classAt(token, i)
    if (kind !== charClasses.lower && kind !== charClasses.digit) return false
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
function termsOfName(name: string, normalise: Normalise): readonly string[] {
  if (!name.includes('.') && !name.includes('_')) return name === '' ? [] : termsOfPart(name, normalise)
  const parts = name.split(/[._]+/).filter((part) => part !== '')
  if (parts.length <= 1) return parts.flatMap((part) => termsOfPart(part, normalise))
  if (parts.every((part) => /^\p{L}$/u.test(part))) return [fold(parts.join(''))]
  const terms = [fold(name.replace(/^[._]+|[._]+$/g, ''))]
  for (const part of parts.filter(isTelling).slice(0, mostParts)) terms.push(...termsOfPart(part, normalise))
  return terms
}

/** HTMLParser → htmlpars html parser. A word that is written in one case has no parts. */
function termsOfPart(part: string, normalise: Normalise): readonly string[] {
  const whole = normalise(part)
  const words = wordsOf(part).filter(isTelling)
  return words.length < 2 ? whole : [...whole, ...words.slice(0, mostParts).flatMap(normalise)]
}

/** Cut where a capital begins a word: behind a small letter, or behind a capital where small letters follow, more than the s of 'URLs'. */
function wordsOf(part: string): string[] {
  const words: string[] = []
  let start = 0
  for (let i = 1; i < part.length; i++) {
    if (classAt(part, i) !== charClasses.upper) continue
    const before = classAt(part, i - 1)
    if (before !== charClasses.lower && !(before === charClasses.upper && beginsSmall(part, i + 1))) continue
    words.push(part.slice(start, i))
    start = i
  }
  words.push(part.slice(start))
  return words
}

function beginsSmall(part: string, i: number): boolean {
  if (i >= part.length || classAt(part, i) !== charClasses.lower) return false
  return part[i] !== 's' || (i + 1 < part.length && classAt(part, i + 1) === charClasses.lower)
}

function isTelling(part: string): boolean {
  return part.length > 1
}
