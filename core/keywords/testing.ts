/* Made-up rows for the tests of this folder. */
import { randomNumbers } from '../random.ts'
import type { RowTerms } from './build.ts'

/** What a file keeps of a count. */
export function keptCount(count: number): number {
  if (count < 5) return count
  if (count < 8) return 6
  if (count < 13) return 10
  return count < 26 ? 17 : 40
}

/** Rows of words w0, w1 … of which the first are frequent, with counts as a file keeps them; seeded. Some rows are empty. */
export function madeRows(count: number, seed: number, vocabulary = 300): RowTerms[] {
  const random = randomNumbers(seed)
  return Array.from({ length: count }, () => {
    const counts = new Map<string, number>()
    const length = random() < 0.02 ? 0 : Math.floor(random() * 60)
    for (let i = 0; i < length; i++) {
      const word = `w${Math.floor(random() ** 4 * vocabulary)}`
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    return { terms: [...counts.keys()], counts: [...counts.values()].map(keptCount), length }
  })
}

/** What the files of versions 1 and 2 in core/test/formats were made of: some words in nearly all rows, names and their parts in one. */
export function madeRowsOfThen(): RowTerms[] {
  const random = randomNumbers(11)
  return Array.from({ length: 300 }, (_, row) => {
    const terms = ['always', 'often', 'seldom', 'hardly'].filter((_, i) => random() < [0.95, 0.4, 0.1, 0.02][i])
    terms.push(`file${row}`, `file${row}.txt`)
    const counts = terms.map(() => (random() < 0.5 ? 1 : 1 + Math.floor(random() ** 3 * 255)))
    return { terms, counts, length: counts.reduce((sum, count) => sum + count, 0) }
  })
}
