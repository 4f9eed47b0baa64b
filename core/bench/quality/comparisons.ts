/* Fused held against BM25 and against the better of its own sides, set by set. */
import { round } from '../bench.ts'
import { compare, mean, type Comparison, type QueryScore } from './measures.ts'

/** By side, one score per query. */
export type Scored = ReadonlyMap<string, readonly QueryScore[]>

/** Mean of fused minus another side, in nDCG@10. */
export interface SetComparison extends Comparison {
  readonly set: string
  /** 'bm25', or the better of 'words' and 'meaning'. */
  readonly against: string
}

export function comparisonsOf(set: string, scored: Scored): SetComparison[] {
  const ndcg = (side: string): number[] => scored.get(side)?.map(({ ndcg10 }) => ndcg10) ?? []
  const better = mean(ndcg('meaning')) > mean(ndcg('words')) ? 'meaning' : 'words'
  return ['bm25', better].map((against) => {
    const { difference, low, high, p } = compare(ndcg('fused'), ndcg(against))
    return { set, against, difference: round(difference), low: round(low), high: round(high), p: round(p) }
  })
}

export function comparisonLine({ against, difference, low, high, p }: SetComparison): string {
  return `fused - ${against}: ${difference} nDCG@10, 95 % within ${low} and ${high}, p ${p} (paired bootstrap)`
}

/** What holds over all sets. */
export function verdictLines(comparisons: readonly SetComparison[]): string[] {
  const behind = comparisons.filter(({ against, difference }) => against === 'bm25' && difference < 0)
  const sides = comparisons.filter(({ against }) => against !== 'bm25')
  const [worst] = sides.toSorted((a, b) => a.difference - b.difference)
  return [
    behind.length === 0
      ? 'fused is at least as good as bm25 on every set'
      : `fused is behind bm25 on ${behind.map(({ set, difference }) => `${set} (${difference})`).join(', ')}`,
    `fused minus the better of its sides: least ${worst.difference} (${worst.set}, ${worst.against})`,
  ]
}
