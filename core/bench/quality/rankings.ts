/* The documents of a judged set in the order of one side, or of both. */
import { fuse, type Fusion, type FusionWeights } from '../../keywords/fuse.ts'
import { trustIn } from '../../search/trust.ts'
import { sureMost } from '../../search/two-sides.ts'
import { mean } from './measures.ts'
import type { Scores } from './sides.ts'

/** Documents that each side puts forward, and that a ranking has. */
const mostCandidates = 100

/** A ranking of places in the set, best first. */
export type Rank = (scores: Scores, query: string) => readonly number[]

export const sides: Readonly<Record<'bm25' | 'words' | 'meaning' | 'rrf' | 'fused', Rank>> = {
  bm25: ({ bm25 }) => best(bm25, isAboveZero),
  words: ({ words }) => best(words, isAboveZero),
  meaning: ({ meaning }) => best(meaning),
  rrf: ({ words, meaning }) => reciprocalRanks([best(words, isAboveZero), best(meaning)]),
  fused: (scores, query) => fusedOrder(candidatesOf(scores, query)),
}

/** What is fused: the places that one of the sides puts forward, with both scores of each. */
export interface Candidates extends Pick<Fusion, 'words' | 'meaning' | 'trust'> {
  readonly places: readonly number[]
}

export function candidatesOf({ words, meaning, found, languages }: Scores, query: string): Candidates {
  const places = [...new Set([...best(words, isAboveZero), ...best(meaning)])]
  return {
    places,
    words: { scores: places.map((place) => words[place]), ...found.random, most: sureMost(found) },
    meaning: { scores: places.map((place) => meaning[place]), ...spreadOf(meaning) },
    trust: trustIn(query, languages),
  }
}

/** `weights`: default, as the app has them. */
export function fusedOrder({ places, ...both }: Candidates, weights?: FusionWeights): number[] {
  const fused = fuse({ ...both, meaningWeight: weights?.meaningWeight, gate: weights })
  return best(fused).map((i) => places[i])
}

export function spreadOf(scores: Float64Array): { mean: number; deviation: number } {
  const average = mean([...scores])
  return { mean: average, deviation: Math.sqrt(mean([...scores].map((score) => (score - average) ** 2))) }
}

function isAboveZero(score: number): boolean {
  return score > 0
}

/** Places of the best scores, among those that `counts` lets through; equal ones in the set's order. */
function best(scores: Float64Array, counts: (score: number) => boolean = () => true): number[] {
  return [...scores.keys()]
    .filter((place) => counts(scores[place]))
    .toSorted((a, b) => scores[b] - scores[a])
    .slice(0, mostCandidates)
}

/** Reciprocal rank fusion with its usual constant. */
function reciprocalRanks(rankings: readonly (readonly number[])[]): number[] {
  const scores = new Map<number, number>()
  for (const ranking of rankings) {
    for (const [i, place] of ranking.entries()) scores.set(place, (scores.get(place) ?? 0) + 1 / (60 + i + 1))
  }
  return [...scores].toSorted(([, a], [, b]) => b - a).map(([place]) => place)
}
