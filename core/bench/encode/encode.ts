import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { embeddedModelFolder, readModelFolder } from '../../embed/model-folder.ts'
import { openOnnxSession } from '../../embed/session.ts'
import { round, table, type Bench } from '../bench.ts'
import { corpusFolder, withTemporaryFolder } from '../temporary.ts'
import { leastCosine, vectorsAlone } from './agreement.ts'
import { comparisonOf } from './comparison.ts'
import { hasPipeline, Pipeline, pipelineName } from './pipeline.ts'
import { layerCounts, precisions, textsOf, tokenCounts, writeShape } from './shapes.ts'
import { bestInTurns, openModel, roundsPerSecond, type Stage } from './stages.ts'

interface Row {
  readonly model: string
  readonly precision: string
  /** Of one chunk, special tokens included; of the embedded model on average. */
  readonly tokens: number
  readonly threads: number
  readonly engine: string
  readonly stage: Stage
  readonly chunksPerSecond: number
  readonly tokensPerSecond: number
  /** Least cosine of the texts' vectors to those of the same weights in float32; null for stages without vectors, and the embedded model. */
  readonly cosine: number | null
}

type Facts = Pick<Row, 'model' | 'precision' | 'threads'>

const ours = 'leantern'
/** About 200 tokens. */
const chunkCharacters = 1200
const embeddedChunks = 4096
/** Tokens of the texts of a round: one run of the model. */
const roundTokens = 1024

/** Each turn takes about this long; the best of the turns counts. All of it takes some four minutes. */
const turnMs = { tokenise: 50, infer: 200, both: 250, ahead: 250 } as const
const turns = { embedded: 4, transformer: 2 } as const

/** How fast texts become vectors on this machine. */
export const encodeBench: Bench = {
  summary: 'chunks/s and tokens/s of the embedded model and of transformers, against the pipeline of transformers.js',
  async run({ path, peers, print }) {
    const threads = [...new Set([1, availableParallelism()])]
    const isCompared = hasPipeline({ peers, print })
    const rows: Row[] = []
    await withTemporaryFolder(async (folder) => {
      const texts = await chunksOf(await corpusFolder(path, folder))
      for (const count of threads) rows.push(...(await embeddedRows(texts, count)))
      for (const layers of layerCounts) {
        const model = `${layers} layers × 384`
        const batches: Batch[] = []
        for (const precision of precisions) {
          print(`measuring ${model}, ${precision} …`)
          const modelFolder = await writeShape(join(folder, `${layers}-${precision}`), { layers, precision })
          // Float32 comes first: the others have the same weights, rounded.
          if (batches.length === 0) batches.push(...(await batchesOf(modelFolder)))
          for (const count of threads) {
            const facts = { model, precision, threads: count }
            rows.push(...(await shapeRows(modelFolder, { facts, batches, isCompared })))
          }
        }
      }
    })
    for (const line of linesFor(rows)) print(line)
    print('')
    for (const line of comparisonOf(
      rows.filter(({ stage }) => stage === 'both'),
      ours,
      pipelineName,
    ))
      print(line)
    return { rows }
  },
}

/** The embedded model, and on the same texts the reference tokenizer, and the same model run by onnxruntime. */
async function embeddedRows(texts: readonly string[], threads: number): Promise<Row[]> {
  const folder = embeddedModelFolder()
  const { description, tokenizer, tokenizerConfig } = await readModelFolder(folder)
  const facts = { model: description.name, precision: 'int8', threads }
  await using own = await openModel(folder, { threads })
  await using other = await openModel(folder, { threads, open: openOnnxSession })
  const stages = own.stagesOf(texts)
  const names: Stage[] = ['tokenise', 'infer', 'both', 'ahead']
  const reference = new Tokenizer(JSON.parse(tokenizer), JSON.parse(tokenizerConfig))
  const measures: Measure[] = [
    ...names.map((stage) => ({ engine: ours, stage, round: stages.rounds[stage] })),
    { engine: 'onnxruntime', stage: 'infer', round: other.stagesOf(texts).rounds.infer },
  ]
  // Has no threads: once is enough.
  const tokenise = async (): Promise<unknown> => texts.map((text) => reference.encode(text))
  if (threads === 1) measures.push({ engine: '@huggingface/tokenizers', stage: 'tokenise', round: tokenise })
  const speeds = await bestInTurns(
    measures.map(
      ({ stage, round }) =>
        () =>
          roundsPerSecond(round, turnMs[stage]),
    ),
    turns.embedded,
  )
  return measures.map(({ engine, stage }, i) =>
    rowFor({ ...facts, engine, stage }, { chunks: texts.length, tokens: stages.tokens, rounds: speeds[i] }),
  )
}

interface Measure {
  readonly engine: string
  readonly stage: Stage
  readonly round: () => Promise<unknown>
}

/** Texts of one length, as many as a round has, and their right vectors. */
interface Batch {
  readonly texts: readonly string[]
  readonly right: Float32Array
}

async function batchesOf(modelFolder: string): Promise<Batch[]> {
  const batches: Batch[] = []
  for (const tokens of tokenCounts) {
    const texts = textsOf(roundTokens / tokens, tokens)
    batches.push({ texts, right: await vectorsAlone(modelFolder, texts) })
  }
  return batches
}

interface ShapeParts {
  readonly facts: Facts
  readonly batches: readonly Batch[]
  readonly isCompared: boolean
}

async function shapeRows(modelFolder: string, { facts, batches, isCompared }: ShapeParts): Promise<Row[]> {
  const rows: Row[] = []
  await using pipeline = isCompared ? new Pipeline(modelFolder, facts.threads) : null
  await using model = await openModel(modelFolder, { threads: facts.threads })
  for (const { texts, right } of batches) {
    const stages = model.stagesOf(texts)
    const cosineOf = (vectors: Float32Array): number => leastCosine(vectors, right, texts.length)
    const speed = (stage: Stage) => () => roundsPerSecond(stages.rounds[stage], turnMs[stage])
    const measures: ShapeMeasure[] = [
      { engine: ours, stage: 'tokenise', speed: speed('tokenise'), cosine: null },
      { engine: ours, stage: 'infer', speed: speed('infer'), cosine: null },
      { engine: ours, stage: 'both', speed: speed('both'), cosine: cosineOf(await stages.vectors()) },
    ]
    if (pipeline !== null) {
      const cosine = cosineOf(await pipeline.vectorsOf(texts))
      const theirs = (): Promise<number> => pipeline.roundsPerSecond(texts, turnMs.both)
      measures.push({ engine: pipelineName, stage: 'both', speed: theirs, cosine })
    }
    const speeds = await bestInTurns(
      measures.map((measure) => measure.speed),
      turns.transformer,
    )
    for (const [i, { engine, stage, cosine }] of measures.entries()) {
      const numbers = { chunks: texts.length, tokens: stages.tokens, rounds: speeds[i], cosine }
      rows.push(rowFor({ ...facts, engine, stage }, numbers))
    }
  }
  return rows
}

interface ShapeMeasure {
  readonly engine: string
  readonly stage: Stage
  readonly speed: () => Promise<number>
  readonly cosine: number | null
}

interface Numbers {
  readonly chunks: number
  readonly tokens: number
  readonly rounds: number
  readonly cosine?: number | null
}

function rowFor(facts: Facts & Pick<Row, 'engine' | 'stage'>, { chunks, tokens, rounds, cosine = null }: Numbers): Row {
  return {
    ...facts,
    tokens: Math.round(tokens / chunks),
    chunksPerSecond: round(rounds * chunks),
    tokensPerSecond: round(rounds * tokens),
    cosine: cosine === null ? null : round(cosine),
  }
}

/** Chunks of about 200 tokens from the texts below a folder. */
async function chunksOf(folder: string): Promise<readonly string[]> {
  const chunks: string[] = []
  const names = (await readdir(folder, { recursive: true }))
    .toSorted()
    .filter((name) => /\.(?:md|txt|rst|html)$/u.test(name))
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8')
    for (
      let start = 0;
      start + chunkCharacters <= text.length && chunks.length < embeddedChunks;
      start += chunkCharacters
    ) {
      chunks.push(text.slice(start, start + chunkCharacters))
    }
    if (chunks.length === embeddedChunks) break
  }
  return chunks
}

function linesFor(rows: readonly Row[]): string[] {
  const head = ['model', 'precision', 'tokens', 'threads', 'engine', 'stage', 'chunks/s', 'tokens/s', 'cosine']
  const cells = rows.map(({ chunksPerSecond, tokensPerSecond, cosine, ...row }) => [
    row.model,
    row.precision,
    row.tokens,
    row.threads,
    row.engine,
    row.stage,
    chunksPerSecond,
    Math.round(tokensPerSecond),
    cosine ?? '-',
  ])
  return ['', ...table([head, ...cells])]
}
