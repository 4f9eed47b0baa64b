import { randomNumbers } from '../../random.ts'
import type { Corpus } from './corpus.ts'
import { assembleTraining, sharedMemory, trainingKernels } from './kernels.ts'
import { anchorsOf, PairSampler, pairDefaults, pairKinds, type Anchor, type Pair, type PairKind } from './pairs.ts'

/** How well held-out queries find their passage among the pool's; by kind of pair, or by source. */
export interface Score {
  readonly name: string
  readonly queries: number
  readonly recall10: number
  readonly mrr: number
}

export interface ValidationOptions {
  /** Passages to find among. */
  readonly pool: number
  /** Queries of each kind. */
  readonly queries: number
  /** Sources that passages and queries are of. */
  isPooled(source: string): boolean
  /** Of these, the sources that the queries are of; default: all. */
  readonly sources?: readonly string[]
}

/** Held-out passages and queries; the same for every table. */
export interface Validation {
  readonly pool: readonly { readonly anchor: Anchor; readonly tokens: readonly number[] }[]
  readonly queries: readonly { readonly anchor: Anchor; readonly pair: Pair; readonly source: string }[]
}

/** Draws the held-out pool and queries. No sentence stays in the passage that it is sought by. */
export function drawValidation(corpus: Corpus, { pool, queries, sources, isPooled }: ValidationOptions): Validation {
  const sourceOf = (section: number): string => corpus.sources[corpus.source[section]]
  const anchors = anchorsOf(corpus, (section) => corpus.isHeldOut[section] === 1 && isPooled(sourceOf(section)))
  const random = randomNumbers(17)
  shuffle(anchors, random)
  const sampler = new PairSampler(corpus, { ...pairDefaults, keptSentences: 0, headers: 0 }, random)
  const whole = new PairSampler(corpus, { ...pairDefaults, keptSentences: 1, headers: 0 }, random)
  const found: Validation['queries'][number][] = []
  const asking = anchors.filter(({ section }) => sources?.includes(sourceOf(section)) ?? true)
  for (const kind of pairKinds) {
    let missing = queries
    for (const anchor of asking) {
      if (missing === 0) break
      if (!sampler.allows(kind, anchor)) continue
      const pair = sampler.make(kind, anchor)
      if (pair === null || pair.query.length < 2) continue
      found.push({ anchor, pair, source: sourceOf(anchor.section) })
      missing--
    }
  }
  return {
    pool: anchors.slice(0, pool).map((anchor) => ({ anchor, tokens: whole.textOf(anchor) })),
    queries: found,
  }
}

/** The mean of a text's rows, of length 1, into `out`. */
export type Pool = (tokens: readonly number[], out: Float32Array) => void

/** A kind of fewer queries would sway the mean by chance. */
const FEWEST_QUERIES = 20

/** The scores by kind and by source, and their mean over the kinds first. */
export async function validate(validation: Validation, dimensions: number, pool: Pool): Promise<Score[]> {
  const ranks = await ranksOf(validation, dimensions, pool)
  const kinds = pairKinds.map((kind) => scoreOf(kind, ranks, validation, ({ pair }) => pair.kind === kind))
  const known = kinds.filter(({ queries }) => queries >= FEWEST_QUERIES)
  const mean = (key: 'recall10' | 'mrr'): number => known.reduce((sum, score) => sum + score[key], 0) / known.length
  const sources = [...new Set(validation.queries.map(({ source }) => source))].toSorted()
  return [
    { name: 'mean', queries: ranks.length, recall10: mean('recall10'), mrr: mean('mrr') },
    ...kinds.filter(({ queries }) => queries > 0),
    ...sources.map((source) => scoreOf(source, ranks, validation, (query) => query.source === source)),
  ]
}

/** One line of the first scores. */
export function scoreLine(scores: readonly Score[]): string {
  return scores
    .filter(({ name }) => name === 'mean' || pairKinds.includes(name as PairKind))
    .map(({ name, recall10, mrr }) => `${name} ${recall10.toFixed(4)}/${mrr.toFixed(4)}`)
    .join('  ')
}

function scoreOf(
  name: string,
  ranks: readonly number[],
  { queries }: Validation,
  counts: (query: Validation['queries'][number]) => boolean,
): Score {
  const chosen = ranks.filter((_, i) => counts(queries[i]))
  const mean = (value: (rank: number) => number): number =>
    chosen.reduce((sum, rank) => sum + value(rank), 0) / Math.max(1, chosen.length)
  return {
    name,
    queries: chosen.length,
    recall10: mean((rank) => Number(rank <= 10)),
    mrr: mean((rank) => 1 / rank),
  }
}

const ROWS = 64

/** 1 + how many passages of other sections are closer than the query's own. */
async function ranksOf({ pool: passages, queries }: Validation, dimensions: number, pool: Pool): Promise<number[]> {
  const stride = (dimensions + 16) * 4
  const count = Math.ceil(passages.length / ROWS) * ROWS
  const [table, asked] = [1024, 1024 + count * stride]
  const scores = asked + ROWS * stride
  const memory = sharedMemory(scores + ROWS * count * 4)
  const kernels = trainingKernels(await assembleTraining(), memory)
  const floats = new Float32Array(memory.buffer)
  const vector = (at: number): Float32Array => floats.subarray(at / 4, at / 4 + dimensions)
  passages.forEach(({ tokens }, i) => pool(tokens, vector(table + i * stride)))
  const own = new Float32Array(dimensions)
  return Array.from({ length: Math.ceil(queries.length / ROWS) }, (_, block) => {
    const some = queries.slice(block * ROWS, (block + 1) * ROWS)
    some.forEach(({ pair }, i) => pool(pair.query, vector(asked + i * stride)))
    for (let column = 0; column < count; column += 32) {
      kernels.dotProducts(
        asked,
        table + column * stride,
        stride,
        dimensions * 4,
        ROWS,
        32,
        scores + column * 4,
        count * 4,
      )
    }
    return some.map(({ anchor, pair }, i) => {
      pool(pair.passage, own)
      const query = vector(asked + i * stride)
      const wanted = own.reduce((sum, value, d) => sum + value * query[d], 0)
      const row = scores / 4 + i * count
      let rank = 1
      for (let j = 0; j < passages.length; j++) {
        if (floats[row + j] > wanted && passages[j].anchor.section !== anchor.section) rank++
      }
      return rank
    })
  }).flat()
}

/** In place (Fisher and Yates). */
export function shuffle<Item>(items: Item[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const item = items[i]
    items[i] = items[j]
    items[j] = item
  }
}
