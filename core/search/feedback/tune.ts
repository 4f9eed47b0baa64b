/*
 * What meaning should count beside words, on the queries that the person judged. A weight is chosen on four fifths of them
 * and scored on the rest, five times over: what it promises is what it did on queries that it was not chosen on.
 */
import { fusion } from '../../keywords/fuse.ts'

/** Places of the right documents in one query's answer, by weight: 1 for the first, Infinity where it is not there. */
export type PlacesByWeight = ReadonlyMap<number, number>

/** What tuning found. */
export interface Tuning {
  readonly queries: number
  /** The weight that is used now, and its score: mean of 1 / log2(1 + place) within ten. */
  readonly before: { readonly weight: number; readonly score: number }
  /** The best weight on all queries, and the score that choosing so had on queries it was not chosen on. */
  readonly after: { readonly weight: number; readonly score: number }
  /** The score rises on held-out queries, and by more than chance: the new weight is worth keeping. */
  readonly isBetter: boolean
}

/** Weights that are tried. */
export const tunedWeights: readonly number[] = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3]

/** Fewer queries say nothing. */
export const leastJudged = 10
const folds = 5
/** A gain below this is not worth a change. */
const leastGain = 0.005
/**
 * Standard errors that a gain is above 0, of paired differences on held-out queries: less is chance. Of sets of 10 to 80 queries drawn
 * from 300 that the usual weight suits best, 15 to 22 in a hundred would move it without this, all for the worse.
 */
const sureErrors = 2

/** `places`: one map for each judged query, with all of `tunedWeights` and the present weight. */
export function tune(places: readonly PlacesByWeight[], present: number): Tuning {
  const weight = bestWeight(places, present)
  const parts = Array.from({ length: folds }, (_, fold) => fold)
  const held = parts.flatMap((fold) => {
    const chosen = bestWeight(
      places.filter((_, i) => i % folds !== fold),
      present,
    )
    return places
      .filter((_, i) => i % folds === fold)
      .map((one) => ({ before: gain(one.get(present)), after: gain(one.get(chosen)) }))
  })
  const before = mean(held.map((one) => one.before))
  const after = mean(held.map((one) => one.after))
  const error = standardError(held.map((one) => one.after - one.before))
  return {
    queries: places.length,
    before: { weight: present, score: before },
    after: { weight, score: after },
    isBetter: weight !== present && after - before > Math.max(leastGain, sureErrors * error),
  }
}

/** The weight with the best score; of equal ones the nearest to the present. */
function bestWeight(places: readonly PlacesByWeight[], present: number): number {
  const weights = [...new Set([present, ...tunedWeights])].toSorted(
    (a, b) => Math.abs(a - present) - Math.abs(b - present),
  )
  return weights.reduce((best, weight) => (meanGain(places, weight) > meanGain(places, best) ? weight : best), present)
}

function meanGain(places: readonly PlacesByWeight[], weight: number): number {
  return mean(places.map((one) => gain(one.get(weight))))
}

function gain(place = Infinity): number {
  return place > 10 ? 0 : 1 / Math.log2(place + 1)
}

/** Of the mean of `values`. */
function standardError(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / (values.length - 1))
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The weight that counts before anything was tuned. */
export const usualWeight: number = fusion.meaningWeight
