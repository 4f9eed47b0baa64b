/* What meaning counts beside words in this library, found on the searches that its person judged. */
import { AppError } from '../errors.ts'
import { placesByWeight, type SearchParts } from '../search/answer.ts'
import type { Feedback, Judgement } from '../search/feedback/feedback.ts'
import { leastJudged, tune, tunedWeights, usualWeight, type Tuning } from '../search/feedback/tune.ts'
import { say } from '../sayings/say.ts'

/** The judged searches to tune on. @throws AppError `bad-request` where they are too few */
export function judgedSearches(feedback: Feedback): Judgement[] {
  const judgements = feedback.judgements()
  if (judgements.length >= leastJudged) return judgements
  throw new AppError('bad-request', say('tuning.few', { least: leastJudged, count: judgements.length }))
}

/** Finds the best weight, and keeps it in `feedback` where it is better than the present one. */
export async function tuneOn(
  judgements: readonly Judgement[],
  feedback: Feedback,
  parts: SearchParts,
  signal?: AbortSignal,
): Promise<Tuning> {
  const present = feedback.meaningWeight() ?? usualWeight
  const weights = [...new Set([present, ...tunedWeights])]
  const places = []
  for (const judgement of judgements) {
    signal?.throwIfAborted()
    places.push(await placesByWeight(parts, judgement, weights))
  }
  const tuning = tune(places, present)
  if (tuning.isBetter) feedback.setMeaningWeight(tuning.after.weight)
  return tuning
}
