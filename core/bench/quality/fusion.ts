/* Fits the weights of `core/keywords/fuse.ts` on the own sets. It prints them; a person puts them into the file. */
import { fileURLToPath } from 'node:url'
import { openEncoder } from '../../embed/encoder.ts'
import { embeddedModelFolder } from '../../embed/model-folder.ts'
import { AppError } from '../../errors.ts'
import { fusion, type FusionWeights } from '../../keywords/fuse.ts'
import { round, table, type Bench } from '../bench.ts'
import { mean, scoreQuery } from './measures.ts'
import { ownSets, type Half } from './own-sets.ts'
import { candidatesOf, fusedOrder, type Candidates } from './rankings.ts'
import type { JudgedQuery } from './sets.ts'
import { scoreSet } from './sides.ts'

const defaultFolder = fileURLToPath(new URL('../../../../data', import.meta.url))

/** What is tried, one after the other and again until nothing is better. */
const tried = {
  meaningWeight: [0.4, 0.6, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 2],
  sureShare: [0.45, 0.5, 0.55, 0.6, 0.625, 0.65, 0.675, 0.7, 0.75, 0.8, 0.9],
  sureSteepness: [6, 8, 10, 12, 14, 16, 18, 20, 25, 30],
} as const satisfies Record<keyof FusionWeights, readonly number[]>
const names = ['meaningWeight', 'sureShare', 'sureSteepness'] as const

/** How far a set may stay behind the better of its sides; what is more is worth no gain of the others. */
const allowed = 0.002
const shortfallWeight = 100

interface Asked {
  readonly query: JudgedQuery
  /** Ids of the set's documents, by place. */
  readonly ids: readonly string[]
  readonly candidates: Candidates
}

interface Prepared {
  readonly name: string
  readonly asked: readonly Asked[]
  /** nDCG@10 of the sides. */
  readonly words: number
  readonly meaning: number
}

/** Weights of words and meaning on our own validation queries. */
export const fusionBench: Bench = {
  summary: 'fits the weights of words and meaning on the own sets of --data (default: ../data): two minutes',
  async run({ data = defaultFolder, print }) {
    const fitted = await prepared(data, 'weights')
    if (fitted.length === 0)
      throw new AppError('bad-request', `Expected prose or mail/mbox below ${data}, found neither.`)
    const weights = bestWeights(fitted)
    const reported = await prepared(data, 'report')
    print(`fitted: ${JSON.stringify(weights)}; in core/keywords/fuse.ts: ${JSON.stringify(present)}`)
    const halves = { weights: rowsFor(fitted, weights), report: rowsFor(reported, weights) }
    for (const [half, rows] of Object.entries(halves)) {
      print('')
      print(half === 'weights' ? 'the half that it was fitted on, nDCG@10' : 'the other half, nDCG@10')
      for (const line of table([['set', 'words', 'meaning', 'as it is', 'fitted', 'to the better side'], ...rows]))
        print(line)
    }
    return { weights, present, halves }
  },
}

const present: FusionWeights = {
  meaningWeight: fusion.meaningWeight,
  sureShare: fusion.sureShare,
  sureSteepness: fusion.sureSteepness,
}

async function prepared(data: string, half: Half): Promise<Prepared[]> {
  const encoder = await openEncoder(embeddedModelFolder())
  try {
    const sets: Prepared[] = []
    for (const set of await ownSets(data, half)) {
      const ids = set.documents.map(({ id }) => id)
      const scores = await scoreSet(set, encoder)
      const asked = set.queries.map((query, i) => ({ query, ids, candidates: candidatesOf(scores[i], query.text) }))
      const side = (of: (candidates: Candidates) => ArrayLike<number>): number =>
        mean(asked.map((one) => ndcg(one, byScore(one.candidates, of(one.candidates)))))
      const [words, meaning] = [side(({ words }) => words.scores), side(({ meaning }) => meaning.scores)]
      sets.push({ name: set.name, asked, words, meaning })
    }
    return sets
  } finally {
    await encoder.close()
  }
}

function byScore({ places }: Candidates, scores: ArrayLike<number>): number[] {
  return [...places.keys()].toSorted((a, b) => scores[b] - scores[a]).map((i) => places[i])
}

function ndcg({ query, ids }: Asked, order: readonly number[]): number {
  const ranking = order.slice(0, 10).map((place) => ids[place])
  return scoreQuery(ranking, query.grades).ndcg10
}

function fusedScore({ asked }: Prepared, weights: FusionWeights): number {
  return mean(asked.map((one) => ndcg(one, fusedOrder(one.candidates, weights))))
}

/** Better is more on the mean of all sets, as long as none falls behind the better of its sides. */
function worth(sets: readonly Prepared[], weights: FusionWeights): number {
  const scores = sets.map((set) => ({ set, fused: fusedScore(set, weights) }))
  const behind = scores.map(({ set, fused }) => Math.max(0, Math.max(set.words, set.meaning) - allowed - fused))
  return mean(scores.map(({ fused }) => fused)) - shortfallWeight * mean(behind)
}

function bestWeights(sets: readonly Prepared[]): FusionWeights {
  let best: FusionWeights = present
  let most = worth(sets, best)
  for (let isBetter = true; isBetter;) {
    isBetter = false
    for (const name of names) {
      for (const value of tried[name]) {
        const weights = { ...best, [name]: value }
        const found = worth(sets, weights)
        if (found <= most) continue
        ;[best, most, isBetter] = [weights, found, true]
      }
    }
  }
  return best
}

function rowsFor(sets: readonly Prepared[], weights: FusionWeights): (string | number)[][] {
  return sets.map((set) => {
    const fitted = fusedScore(set, weights)
    const figures = [
      set.words,
      set.meaning,
      fusedScore(set, present),
      fitted,
      fitted - Math.max(set.words, set.meaning),
    ]
    return [set.name, ...figures.map(round)]
  })
}
