import { unreachable } from '../errors.ts'
import { fuse } from '../keywords/fuse.ts'
import type { Ranking } from '../types.ts'
import type { Passage } from './passages.ts'
import type { Found, TwoSides } from './two-sides.ts'

/** A passage with the score that orders it. */
export type Ordered = Found & { readonly score: number }

/** What decides the order of passages. */
export interface Ordering {
  /** By both sides, or by one of them alone. */
  readonly ranking: Ranking
  /** 0 to 1, see `trustIn`. */
  readonly trust: number
  /** See `fuse`. */
  readonly meaningWeight?: number | undefined
  /** How strongly a passage was asked for before, see `Latch`; undefined: none was. */
  readonly latch?: ((passage: Passage) => number) | undefined
  /** Milliseconds: of two passages that are as good, the document that is nearer to it comes first. */
  readonly now: number
}

/** The passages of both sides in one order. */
export function orderOf(sides: TwoSides, ordering: Ordering): Ordered[] {
  return scored(sides, ordering).toSorted((a, b) => b.score - a.score)
}

function scored(sides: TwoSides, { ranking, trust, meaningWeight, latch, now }: Ordering): Ordered[] {
  const { found } = sides
  switch (ranking) {
    case 'fused':
      return fused(sides, trust, meaningWeight).map((one) => ({
        ...one,
        score:
          one.score +
          recency(one.passage.document.dated, now) +
          latchWeight * Math.min(mostLatch, latch?.(one.passage) ?? 0),
      }))
    case 'meaning':
      return found.filter(({ cosine }) => cosine !== 0).map((one) => ({ ...one, score: one.cosine }))
    case 'words':
      return found.filter(({ words }) => words > 0).map((one) => ({ ...one, score: one.words }))
    default:
      return unreachable(ranking)
  }
}

/** Deviations that a document of today has before one of long ago: less than passages usually differ by. */
const recencyWeight = 0.1
const halfLifeMs = 365 * 86_400_000

function recency(dated: number, now: number): number {
  return recencyWeight * 2 ** (-Math.max(0, now - dated) / halfLifeMs)
}

/** Deviations for each time a result was opened lately, and how many times count: enough to be first after three. */
const latchWeight = 2
const mostLatch = 3

function fused({ found, spread }: TwoSides, trust: number, meaningWeight: number | undefined): Ordered[] {
  const scores = fuse({
    words: { scores: found.map(({ words }) => words), ...spread.words },
    // Exactly 0: the chunk has no vector, so this side knows nothing of it.
    meaning: { scores: found.map(({ cosine }) => (cosine === 0 ? NaN : cosine)), ...spread.cosine },
    trust,
    meaningWeight,
  })
  return found.map((one, i) => ({ ...one, score: scores[i] }))
}
