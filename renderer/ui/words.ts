/*
 * Which words of a query are worth marking in a passage. Runs for every row on every answer: one regular expression
 * per query, no index.
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

/**
 * Matches the query's words in a passage, whatever their case and with up to three letters of ending ('tenants' for
 * 'tenant'); null where the query has no word.
 */
export function wordsPattern(query: string): RegExp | null {
  const words = queryWords(query).toSorted((a, b) => b.length - a.length)
  return words.length === 0 ? null : new RegExp(words.map(patternOf).join('|'), 'giu')
}

function patternOf(word: string): string {
  const escaped = word.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
  if (unspaced.test(word)) return escaped
  const ending = word.length >= 4 && /\p{L}$/u.test(word) ? '\\p{L}{0,3}' : ''
  const end = /[\p{L}\p{N}]$/u.test(word) ? '(?![\\p{L}\\p{N}])' : ''
  return `(?<![\\p{L}\\p{N}])${escaped}${ending}${end}`
}
