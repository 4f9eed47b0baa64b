import { randomNumbers } from '../../random.ts'

/** How well one query was answered, 0 to 1 each, as trec_eval has it: linear gain, unjudged documents count as irrelevant. */
export interface QueryScore {
  readonly ndcg10: number
  readonly recall10: number
  /** Reciprocal of the place of the first relevant document; 0 where none is among the answers. */
  readonly mrr: number
}

/** `ranking`: document ids, best first. */
export function scoreQuery(ranking: readonly string[], grades: ReadonlyMap<string, number>): QueryScore {
  const gains = ranking.map((id) => Math.max(0, grades.get(id) ?? 0))
  const ideal = [...grades.values()].filter((grade) => grade > 0).toSorted((a, b) => b - a)
  const first = gains.findIndex((gain) => gain > 0)
  return {
    ndcg10: discounted(gains.slice(0, 10)) / discounted(ideal.slice(0, 10)),
    recall10: gains.slice(0, 10).filter((gain) => gain > 0).length / ideal.length,
    mrr: first < 0 ? 0 : 1 / (first + 1),
  }
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Whether `a` is better than `b` on the same queries, by drawing queries anew 10,000 times. */
export interface Comparison {
  /** Mean of a - b. */
  readonly difference: number
  /** 95 % of the draws lie within. */
  readonly low: number
  readonly high: number
  /** Share of the draws in which a is not better, twice the smaller side: two-sided. */
  readonly p: number
}

const draws = 10_000

export function compare(a: readonly number[], b: readonly number[]): Comparison {
  const differences = a.map((value, i) => value - b[i])
  const random = randomNumbers(1)
  const means = Float64Array.from({ length: draws }, () => {
    let sum = 0
    for (let i = 0; i < differences.length; i++) sum += differences[Math.floor(random() * differences.length)]
    return sum / differences.length
  }).toSorted()
  const above = means.filter((value) => value > 0).length / draws
  const below = means.filter((value) => value < 0).length / draws
  return {
    difference: mean(differences),
    low: means[Math.floor(draws * 0.025)],
    high: means[Math.ceil(draws * 0.975) - 1],
    p: Math.min(1, 2 * Math.min(1 - above, 1 - below)),
  }
}
