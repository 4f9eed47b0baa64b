/* BM25 with nothing clever in it: the baseline that everything else is held against. */

const k1 = 0.9
const b = 0.4

/** Words as they stand, in lower case: no stemming, no stop words. */
export function plainWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

/** Gives the score of every text for a query's words. */
export function exactBm25(texts: readonly (readonly string[])[]): (query: readonly string[]) => Float64Array {
  const counts = texts.map((words) => {
    const count = new Map<string, number>()
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1)
    return count
  })
  const holding = new Map<string, number[]>()
  for (const [row, count] of counts.entries()) {
    for (const word of count.keys()) {
      const rows = holding.get(word)
      if (rows === undefined) holding.set(word, [row])
      else rows.push(row)
    }
  }
  const average = texts.reduce((sum, words) => sum + words.length, 0) / texts.length
  return (query) => {
    const scores = new Float64Array(texts.length)
    for (const word of query) {
      const rows = holding.get(word) ?? []
      const idf = Math.log(1 + (texts.length - rows.length + 0.5) / (rows.length + 0.5))
      for (const row of rows) {
        const count = counts[row].get(word) ?? 0
        scores[row] += (idf * count) / (count + k1 * (1 - b + (b * texts[row].length) / average))
      }
    }
    return scores
  }
}
