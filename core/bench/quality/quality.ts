import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openEncoder, type Encoder } from '../../embed/encoder.ts'
import { embeddedModelFolder } from '../../embed/model-folder.ts'
import { AppError } from '../../errors.ts'
import { closeDeviations } from '../../search/close.ts'
import { round, table, type Bench } from '../bench.ts'
import { absurdQueries } from './absurd.ts'
import { comparisonLine, comparisonsOf, verdictLines, type Scored } from './comparisons.ts'
import { mean, scoreQuery, type QueryScore } from './measures.ts'
import { ownSets } from './own-sets.ts'
import { sides, spreadOf } from './rankings.ts'
import { askRecoll, hasRecoll } from './recoll.ts'
import { readSets, type JudgedSet } from './sets.ts'
import { scoreSet, type Scores } from './sides.ts'

const defaultFolder = fileURLToPath(new URL('../../../../data', import.meta.url))

/** How good the answers are, by words, by meaning and fused, on sets that people judged. */
export const qualityBench: Bench = {
  summary: 'nDCG@10, recall@10 and MRR of words, meaning and both, against BM25, on judged sets (--data)',
  async run({ data = defaultFolder, print }) {
    const isRecollThere = await hasRecoll()
    if (!isRecollThere) print('recoll: skipped, recollq (Debian: recollcmd) is not installed')
    if (!existsSync(data))
      throw new AppError('bad-request', `Expected --data to name a folder of judged sets, got ${data}.`)
    const sets = [...(await readSets(data)), ...(await ownSets(data, 'report'))]
    if (sets.length === 0) {
      throw new AppError(
        'bad-request',
        `Expected folders with corpus.jsonl, queries.jsonl and qrels/test.tsv below ${data}, found none.`,
      )
    }
    const encoder = await openEncoder(embeddedModelFolder())
    try {
      const results = []
      for (const set of sets) {
        const scored = scoredSides(set, await scoreSet(set, encoder))
        if (isRecollThere) scored.set('recoll', await recollScores(set))
        for (const line of linesFor(set, scored)) print(line)
        results.push({ rows: rowsFor(set, scored), comparisons: comparisonsOf(set.name, scored) })
      }
      const absurd = await absurdAnswers(sets, encoder)
      print('')
      print(absurdLine(absurd))
      const comparisons = results.flatMap((result) => result.comparisons)
      for (const line of verdictLines(comparisons)) print(line)
      return { rows: results.flatMap(({ rows }) => rows), comparisons, absurd }
    } finally {
      await encoder.close()
    }
  },
}

function scoredSides({ documents, queries }: JudgedSet, scores: readonly Scores[]): Map<string, QueryScore[]> {
  return new Map(
    Object.entries(sides).map(([side, rank]) => [
      side,
      queries.map(({ text, grades }, i) =>
        scoreQuery(
          rank(scores[i], text).map((place) => documents[place].id),
          grades,
        ),
      ),
    ]),
  )
}

/** Of some of the queries, see recoll.ts. */
async function recollScores(set: JudgedSet): Promise<QueryScore[]> {
  return (await askRecoll(set)).map(({ query, ranking }) => scoreQuery(ranking, query.grades))
}

/** Of the absurd queries, on the largest set in English: how many have a passage that is close in meaning, or has their words. */
interface Absurd {
  readonly set: string
  readonly queries: number
  readonly closeInMeaning: number
  readonly withTheirWords: number
}

async function absurdAnswers(sets: readonly JudgedSet[], encoder: Encoder): Promise<Absurd> {
  const english = sets.filter(({ language }) => language === 'en')
  const set = english.toSorted((a, b) => b.documents.length - a.documents.length)[0] ?? sets[0]
  const queries = absurdQueries.map((text) => ({ text, grades: new Map<string, number>() }))
  const scores = await scoreSet({ ...set, queries }, encoder)
  const isClose = ({ meaning }: Scores): boolean => {
    const { mean: average, deviation } = spreadOf(meaning)
    return Math.max(...meaning) > average + closeDeviations * deviation
  }
  // A term counts for less than its weight, however often a text has it: two thirds of the most is no accident.
  const isSaid = ({ words, found }: Scores): boolean => found.most > 0 && Math.max(...words) > found.most * (2 / 3)
  return {
    set: set.name,
    queries: queries.length,
    closeInMeaning: scores.filter(isClose).length,
    withTheirWords: scores.filter(isSaid).length,
  }
}

function absurdLine({ set, queries, closeInMeaning, withTheirWords }: Absurd): string {
  return `${queries} absurd queries on ${set}: ${closeInMeaning} have a passage that is called close in meaning, ${withTheirWords} one that has their words`
}

function rowsFor({ name }: JudgedSet, scored: Scored) {
  return [...scored].map(([side, all]) => ({
    set: name,
    side,
    queries: all.length,
    ndcg10: round(mean(all.map(({ ndcg10 }) => ndcg10))),
    recall10: round(mean(all.map(({ recall10 }) => recall10))),
    mrr: round(mean(all.map(({ mrr }) => mrr))),
  }))
}

function linesFor(set: JudgedSet, scored: Scored): string[] {
  const rows = rowsFor(set, scored).map(({ side, ndcg10, recall10, mrr }) => [side, ndcg10, recall10, mrr])
  return [
    '',
    `${set.name}: ${set.documents.length} documents, ${set.queries.length} queries`,
    ...table([['side', 'nDCG@10', 'recall@10', 'MRR'], ...rows]),
    ...comparisonsOf(set.name, scored).map(comparisonLine),
  ]
}
