/* Made-up rows for the tests of this folder. */
import { randomNumbers } from '../random.ts'
import type { RowTerms } from './build.ts'

/** Rows of words w0, w1 … of which the first are frequent; seeded. Some rows are empty. */
export function madeRows(count: number, seed: number, vocabulary = 300): RowTerms[] {
  const random = randomNumbers(seed)
  return Array.from({ length: count }, () => {
    const counts = new Map<string, number>()
    const length = random() < 0.02 ? 0 : Math.floor(random() * 60)
    for (let i = 0; i < length; i++) {
      const word = `w${Math.floor(random() ** 4 * vocabulary)}`
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    return { terms: [...counts.keys()], counts: [...counts.values()], length }
  })
}
