/*
 * Which words of a query are worth marking in a passage. Runs for every row on every answer: one plain regular
 * expression per query, no index.
 */

/** A letter or digit, then anything that names are made of: 'c++', 'node.js', "don't" stay whole. */
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.+#_-]*/gu

/** Scripts written without spaces: their words are found anywhere, not only at word starts. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** Marked only when the query has nothing else. */
const smallWords = new Set(
  (
    'a an and are as at be but by can did do does for from had has have how i if in into is it its me my no not of on ' +
    'or our she he so that the their them then there these they this to us was we were what when where which who why ' +
    'will with you your'
  ).split(' '),
)

/** The query's words, small words left out unless there is nothing else. */
export function queryWords(query: string): string[] {
  const words = Array.from(query.normalize('NFC').matchAll(wordPattern), ([word]) => word.replace(/['’._-]+$/u, ''))
  const kept = words.filter((word) => !smallWords.has(word.toLowerCase()) && (word.length > 1 || unspaced.test(word)))
  return [...new Set(kept.length > 0 ? kept : words)]
}

/** heron*: words that begin so. */
const beginningPattern = /(?<!\S)([\p{L}\p{N}\p{M}_]{2,})\*(?!\S)/gu

/**
 * The query's words wherever they stand, also inside others: `markedIn` says which are meant. Beginnings of words are group 1. null
 * where the query has no word.
 */
export function wordsPattern(query: string): RegExp | null {
  const plain = withoutAccents(query.normalize('NFC'))
  const beginnings = Array.from(plain.matchAll(beginningPattern), ([, beginning]) => beginning)
  const words = queryWords(plain).filter((word) => !beginnings.includes(word))
  const alternatives = [
    ...(beginnings.length === 0 ? [] : [`(${longestFirst(beginnings).join('|')})`]),
    ...longestFirst([...new Set(words.flatMap((word) => [word, baseOf(word)]))]),
  ]
  return alternatives.length === 0 ? null : new RegExp(alternatives.join('|'), 'giu')
}

/** Letters with accents that are one unit each, and so are their letters alone. */
const accented = /[\u00C0-\u024F\u0370-\u04FF\u0622-\u0626\u1E00-\u1FFF]/gu

/** As the engine looks for words: with or without accents. As long as it was, so that places stay. */
function withoutAccents(text: string): string {
  return text.replaceAll(accented, (letter) => letter.normalize('NFD').charAt(0))
}

/** An English or Arabic word without the ending, or the article, that the engine leaves aside too: 'heater' for 'heaters'. */
function baseOf(word: string): string {
  if (/^ال\p{L}{3,}$/u.test(word)) return word.slice(2)
  const [, base = word] =
    /^([a-z]{4,})(?:ies|ing)$|^([a-z]{4,}[^su\W\d])s$/iu.exec(word)?.filter((part) => part !== undefined) ?? []
  return base
}

/** What Arabic writes in front of a word without a blank: and, so, with, as, for, the. */
const arabicPrefix = /^(?:[وف]?[بك]?(?:ال)?|[وف]?لل?)$/u

function longestFirst(words: readonly string[]): string[] {
  return words.toSorted((a, b) => b.length - a.length).map(escaped)
}

/** A place in a text, in its own units. */
export interface Marked {
  readonly start: number
  readonly end: number
}

const letter = /\p{L}/u
const letterOrDigit = /[\p{L}\p{N}]/u
const partOfWord = /[\p{L}\p{N}\p{M}_]/u
/** Letters of ending that belong to a word: 'tenants' for 'tenant'. */
const longestEnding = 3
/** Shorter words have no endings. */
const shortestWithEnding = 4

/**
 * Where the words of `pattern` stand in a text, whatever their case and with a short ending. What is before and behind a word is looked
 * at here and not in the pattern: one with classes of letters takes milliseconds to make, for every letter that is typed.
 */
export function markedIn(written: string, pattern: RegExp): Marked[] {
  const text = withoutAccents(written)
  const marked: Marked[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const isBeginning = match[1] !== undefined
    const end = isBeginning ? endOfBeginning(text, match.index, match[0]) : endOfWord(text, match.index, match[0])
    if (end > 0) marked.push({ start: startWithPrefix(text, match.index), end })
    pattern.lastIndex = end > 0 ? end : match.index + 1
  }
  return marked
}

/** Where the word that begins at `start` ends with its ending; 0 where it is a part of another word. */
function endOfWord(text: string, start: number, word: string): number {
  let end = start + word.length
  if (unspaced.test(word)) return end
  if (letterOrDigit.test(characterBefore(text, startWithPrefix(text, start)))) return 0
  if (!letterOrDigit.test(characterBefore(text, end))) return end
  const hasEnding = word.length >= shortestWithEnding && letter.test(characterBefore(text, end))
  for (let letters = hasEnding ? longestEnding : 0; letters > 0; letters--) {
    const next = characterAt(text, end)
    if (!letter.test(next)) break
    end += next.length
  }
  return letterOrDigit.test(characterAt(text, end)) ? 0 : end
}

/** Where a word begins with what Arabic writes in front of it; `start` itself in other scripts, and where something else is there. */
function startWithPrefix(text: string, start: number): number {
  const isArabic = text.charCodeAt(start) >= 0x0620 && text.charCodeAt(start) <= 0x064a
  if (!isArabic) return start
  let first = start
  while (letter.test(text.charAt(first - 1))) first--
  return arabicPrefix.test(text.slice(first, start)) ? first : start
}

/** Where the word ends that begins so; 0 inside a word. */
function endOfBeginning(text: string, start: number, beginning: string): number {
  if (!unspaced.test(beginning) && letterOrDigit.test(characterBefore(text, start))) return 0
  let end = start + beginning.length
  if (unspaced.test(beginning)) return end
  for (let next = characterAt(text, end); partOfWord.test(next); next = characterAt(text, end)) end += next.length
  return end
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function characterBefore(text: string, index: number): string {
  const isPair = /[\uDC00-\uDFFF]/.test(text.charAt(index - 1))
  return characterAt(text, Math.max(index - (isPair ? 2 : 1), 0)).slice(0, index)
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}
