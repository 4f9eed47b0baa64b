import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { listModels, findModel, type InstalledModel } from '../embed/models/installed-models.ts'
import { openInstalled } from '../embed/models/model-of-library.ts'
import type { Encoder } from '../embed/encoder.ts'
import { AppError } from '../errors.ts'
import { dotRow } from '../leann/dot-row.ts'
import { round, table, type Bench } from './bench.ts'
import { mean, scoreQuery } from './quality/measures.ts'
import { readSets, type JudgedSet } from './quality/sets.ts'

const defaultFolder = fileURLToPath(new URL('../../../data/retrieval', import.meta.url))

/** How good a model is by itself: every document compared with every query, nothing approximated, no words. */
export const modelBench: Bench = {
  summary: 'nDCG@10 and recall@10 of installed models alone, on judged sets (--data, --models)',
  async run({ data = defaultFolder, models, print }) {
    const sets = existsSync(data) ? await readSets(data) : []
    if (sets.length === 0) {
      throw new AppError(
        'bad-request',
        `Expected --data to name a folder with judged sets (corpus.jsonl, queries.jsonl, qrels/test.tsv), found none in ${data}.`,
      )
    }
    const rows = []
    for (const model of await wanted(models)) {
      const encoder = await openInstalled(model)
      try {
        for (const set of sets) {
          rows.push({ set: set.name, model: model.name, ...(await scoreOf(set, encoder)) })
          const { set: name, ndcg10, recall10 } = rows[rows.length - 1]
          print(`${model.name}, ${name}: nDCG@10 ${ndcg10}, recall@10 ${recall10}`)
        }
      } finally {
        await encoder.close()
      }
    }
    print('')
    const cells = rows.map(({ set, model, ndcg10, recall10 }) => [set, model, ndcg10, recall10])
    for (const line of table([['set', 'model', 'nDCG@10', 'recall@10'], ...cells])) print(line)
    return { rows }
  },
}

/** Without names all that run here: a server would be sent the sets. */
async function wanted(names: readonly string[] | undefined): Promise<readonly InstalledModel[]> {
  if (names !== undefined) return Promise.all(names.map((name) => findModel(name)))
  return (await listModels()).filter(({ kind }) => kind !== 'endpoint')
}

/** Documents that a ranking has. */
const depth = 100

async function scoreOf({ documents, queries }: JudgedSet, encoder: Encoder) {
  const passages = documents.map(({ title, text }) => ({ header: '', text: title === '' ? text : `${title}\n${text}` }))
  const vectors = await encoder.embed(passages)
  const asked = await encoder.embed(queries.map(({ text }) => ({ header: '', text, use: 'query' as const })))
  const scores = queries.map(({ grades }, i) => {
    const query = asked.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions)
    const similar = Float64Array.from(documents, (_, row) => dotRow(query, vectors, row))
    const ranking = [...similar.keys()].toSorted((a, b) => similar[b] - similar[a]).slice(0, depth)
    return scoreQuery(
      ranking.map((row) => documents[row].id),
      grades,
    )
  })
  return {
    ndcg10: round(mean(scores.map(({ ndcg10 }) => ndcg10))),
    recall10: round(mean(scores.map(({ recall10 }) => recall10))),
  }
}
