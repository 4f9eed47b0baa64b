import { unreachable } from '../errors.ts'
import { fuse, plainShare } from '../keywords/fuse.ts'
import type { Ranking } from '../types.ts'
import type { Found, TwoSides } from './two-sides.ts'

/** A passage with the score that orders it. */
export type Ordered = Found & { readonly score: number }

/** The passages of both sides in one order. `ranking`: by both, or by one of them alone. */
export function orderOf(sides: TwoSides, query: string, ranking: Ranking): Ordered[] {
  return scored(sides, query, ranking).toSorted((a, b) => b.score - a.score)
}

function scored(sides: TwoSides, query: string, ranking: Ranking): Ordered[] {
  const { found } = sides
  switch (ranking) {
    case 'fused':
      return fused(sides, query)
    case 'meaning':
      return found.filter(({ cosine }) => cosine !== 0).map((one) => ({ ...one, score: one.cosine }))
    case 'words':
      return found.filter(({ words }) => words > 0).map((one) => ({ ...one, score: one.words }))
    default:
      return unreachable(ranking)
  }
}

function fused({ found, spread }: TwoSides, query: string): Ordered[] {
  const scores = fuse({
    words: { scores: found.map(({ words }) => words), ...spread.words },
    // Exactly 0: the chunk has no vector, so this side knows nothing of it.
    meaning: { scores: found.map(({ cosine }) => (cosine === 0 ? NaN : cosine)), ...spread.cosine },
    trust: plainShare(query),
  })
  return found.map((one, i) => ({ ...one, score: scores[i] }))
}
