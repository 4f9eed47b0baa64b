/*
 * Words and meaning as one ranking.
 *
 * Each side says how far a row stands out from rows in general, in standard deviations of the whole library; the two are added.
 * That is a gate by itself: a query of rare words lifts the rows that hold them ten deviations and more out, past anything
 * that meaning says (four or five at most); one of common words leaves the order to meaning. A second gate looks at how much of
 * the query one row has: where it is nearly all (a name, a title) words know what is looked for.
 */

/** What is fitted by `npm run bench -- fusion`. */
export interface FusionWeights {
  /** Deviations of meaning for one of words. */
  readonly meaningWeight: number
  /** The share of what words could score at most, reached by the best row, at which meaning counts half of that. */
  readonly sureShare: number
  /** How fast it goes from all to nothing around there: the steepness of a logistic curve. */
  readonly sureSteepness: number
}

/** See README.md, "Fusion", for the figures behind each. Set on own sets (`core/bench/quality/own-sets.ts`), never on ../data/retrieval. */
export const fusion: Readonly<FusionWeights & { usualSaturation: number; togetherness: number }> = Object.freeze({
  meaningWeight: 0.8,
  sureShare: 0.625,
  sureSteepness: 10,
  /** Mean of count / (count + norm) over rows that hold a term: 0.53 to 0.60 on the own sets. For `KeywordAnswer.random`. */
  usualSaturation: 0.57,
  /** Deviation of the scores of all rows over what it would be if terms fell on rows independently: 1.1 to 1.5 on the own sets. */
  togetherness: 1.23,
})

/** What one side thinks of the candidates. */
export interface Side {
  /** One per candidate; NaN where it is not known. */
  readonly scores: ArrayLike<number>
  /** Mean and standard deviation of the scores of all rows, or of a fair sample. */
  readonly mean: number
  readonly deviation: number
}

/** What is to be put in one order: two sides, and what each counts. */
export interface Fusion {
  /** `most`: what a row would score that holds every word without end, see `KeywordAnswer`. */
  readonly words: Side & { readonly most: number }
  readonly meaning: Side
  /** 0 to 1: how much of the query the model reads, such as `plainShare` for a model of English. */
  readonly trust: number
  /** What meaning counts beside words; default: `fusion.meaningWeight`. */
  readonly meaningWeight?: number | undefined
  /** Default: `fusion`. */
  readonly gate?: Pick<FusionWeights, 'sureShare' | 'sureSteepness'> | undefined
}

/** A score for each candidate, which orders them and means nothing else. A score that is not known counts as that side's lowest. */
export function fuse({
  words,
  meaning,
  trust,
  meaningWeight = fusion.meaningWeight,
  gate = fusion,
}: Fusion): Float64Array {
  const byWords = standardised(words)
  const byMeaning = standardised(meaning)
  const share = words.most > 0 ? highest(words.scores) / words.most : 0
  const weight = meaningWeight * trust * unsure(share, gate)
  return byWords.map((score, i) => score + weight * byMeaning[i])
}

/** 1 where no row has much of the query, 0 where one has nearly all of it. */
function unsure(share: number, { sureShare, sureSteepness }: NonNullable<Fusion['gate']>): number {
  return 1 / (1 + Math.exp(sureSteepness * (share - sureShare)))
}

function highest(scores: ArrayLike<number>): number {
  let best = 0
  for (let i = 0; i < scores.length; i++) if (scores[i] > best) best = scores[i]
  return best
}

function standardised({ scores, mean, deviation }: Side): Float64Array {
  const result = Float64Array.from(scores)
  if (!(deviation > 0)) return result.fill(0)
  const lowest = result.reduce((least, score) => (score < least ? score : least), Infinity)
  return result.map((score) => ((Number.isNaN(score) ? lowest : score) - mean) / deviation)
}

/** Share of a query's words that are nothing but a to z and digits: all that the embedded model reads. */
export function plainShare(query: string): number {
  const words = query.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.length === 0 ? 0 : words.filter((word) => /^[a-z0-9]+$/.test(word)).length / words.length
}
