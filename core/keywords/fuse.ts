/*
 * Words and meaning as one ranking.
 *
 * Each side says how far a row stands out from rows in general, in standard deviations of the whole library; the two are added.
 * That is a gate by itself: a query of rare words lifts the rows that hold them ten deviations and more out, past anything
 * that meaning says (four or five at most); one of common words leaves the order to meaning.
 */

/** See README.md, "Fusion", for the figures behind each. Set on tenth 0 of `core/bench/quality/own-sets.ts`, never on ../data/retrieval. */
export const fusion = Object.freeze({
  /**
   * Deviations of meaning for one of words. Flat from 1 to 1.5 on the sets whose form the embedded model was not trained on, still
   * rising on those it was; the lower end, since it knows all of those texts.
   */
  meaningWeight: 1,
  /** Mean of count / (count + norm) over rows that hold a term: 0.53 to 0.60 on the own sets. For `KeywordAnswer.random`. */
  usualSaturation: 0.57,
  /** Deviation of the scores of all rows over what it would be if terms fell on rows independently: 1.1 to 1.5 on the own sets. */
  togetherness: 1.23,
  /**
   * Where one row has so much of what the words could score at most, they say what is looked for: a name, a title. Meaning then
   * only parts what they leave equal. Without it own-senders loses .037 against words alone; with it .003, and own-headings .012.
   */
  sureShare: 0.7,
  sureMeaning: 0.1,
})

/** What one side thinks of the candidates. */
export interface Side {
  /** One per candidate; NaN where it is not known. */
  readonly scores: ArrayLike<number>
  /** Mean and standard deviation of the scores of all rows, or of a fair sample. */
  readonly mean: number
  readonly deviation: number
}

export interface Fusion {
  /** `most`: what a row would score that holds every word without end, see `KeywordAnswer`. */
  readonly words: Side & { readonly most: number }
  readonly meaning: Side
  /** 0 to 1: how much of the query the model reads, such as `plainShare` for a model of English. */
  readonly trust: number
  /** What meaning counts beside words; default: `fusion.meaningWeight`. */
  readonly meaningWeight?: number | undefined
}

/** A score for each candidate, which orders them and means nothing else. A score that is not known counts as that side's lowest. */
export function fuse({ words, meaning, trust, meaningWeight = fusion.meaningWeight }: Fusion): Float64Array {
  const byWords = standardised(words)
  const byMeaning = standardised(meaning)
  const isSure = highest(words.scores) > words.most * fusion.sureShare
  const weight = meaningWeight * trust * (isSure ? fusion.sureMeaning : 1)
  return byWords.map((score, i) => score + weight * byMeaning[i])
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
