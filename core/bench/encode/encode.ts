import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { embeddedModelFolder, readModelFolder } from '../../embed/model-folder.ts'
import { openOnnxSession } from '../../embed/session.ts'
import { percentile, round, table, type Bench } from '../bench.ts'
import { corpusFolder, withTemporaryFolder } from '../temporary.ts'
import { hasPipeline, Pipeline, pipelineName } from './pipeline.ts'
import { shapes, textsOf, tokenCounts, writeShape } from './shapes.ts'
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
      for (const shape of shapes) {
        const model = `${shape.layers} layers × 384`
        print(`measuring ${model}, ${shape.precision} …`)
        const modelFolder = await writeShape(join(folder, `${shape.layers}-${shape.precision}`), shape)
        for (const count of threads) {
          const facts = { model, precision: shape.precision, threads: count }
          rows.push(...(await shapeRows(modelFolder, facts, isCompared)))
        }
      }
    })
    for (const line of linesFor(rows)) print(line)
    for (const line of comparisonOf(rows)) print(line)
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

async function shapeRows(modelFolder: string, facts: Facts, isCompared: boolean): Promise<Row[]> {
  const rows: Row[] = []
  await using pipeline = isCompared ? new Pipeline(modelFolder, facts.threads) : null
  await using model = await openModel(modelFolder, { threads: facts.threads })
  for (const tokens of tokenCounts) {
    const texts = textsOf(roundTokens / tokens, tokens)
    const stages = model.stagesOf(texts)
    const names: Stage[] = ['tokenise', 'infer', 'both']
    const speeds = await bestInTurns(
      [
        ...names.map((stage) => () => roundsPerSecond(stages.rounds[stage], turnMs[stage])),
        ...(pipeline === null ? [] : [() => pipeline.roundsPerSecond(texts, turnMs.both)]),
      ],
      turns.transformer,
    )
    for (const [i, rounds] of speeds.entries()) {
      const about =
        i < names.length ? { engine: ours, stage: names[i] } : { engine: pipelineName, stage: 'both' as const }
      rows.push(rowFor({ ...facts, ...about }, { chunks: texts.length, tokens: stages.tokens, rounds }))
    }
  }
  return rows
}

function rowFor(
  facts: Facts & Pick<Row, 'engine' | 'stage'>,
  { chunks, tokens, rounds }: { chunks: number; tokens: number; rounds: number },
): Row {
  return {
    ...facts,
    tokens: Math.round(tokens / chunks),
    chunksPerSecond: round(rounds * chunks),
    tokensPerSecond: round(rounds * tokens),
  }
}

/** How many times as fast as the pipeline, at worst and at best. */
function comparisonOf(rows: readonly Row[]): string[] {
  const keyOf = ({ model, precision, tokens, threads }: Row): string => [model, precision, tokens, threads].join()
  const both = rows.filter(({ stage }) => stage === 'both')
  const own = new Map(both.filter(({ engine }) => engine === ours).map((row) => [keyOf(row), row]))
  const factors = both.flatMap((row) => {
    const same = own.get(keyOf(row))
    return row.engine === ours || same === undefined ? [] : [round(same.chunksPerSecond / row.chunksPerSecond)]
  })
  if (factors.length === 0) return []
  const slower = factors.filter((factor) => factor < 1).length
  return [
    '',
    `transformers, ${ours} against ${pipelineName}: ${percentile(factors, 0.5)} times as fast (median), ${Math.min(...factors)} at worst, slower in ${slower} of ${factors.length}`,
  ]
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
  const head = ['model', 'precision', 'tokens', 'threads', 'engine', 'stage', 'chunks/s', 'tokens/s']
  const cells = rows.map(({ model, precision, tokens, threads, engine, stage, chunksPerSecond, tokensPerSecond }) => [
    model,
    precision,
    tokens,
    threads,
    engine,
    stage,
    chunksPerSecond,
    Math.round(tokensPerSecond),
  ])
  return ['', ...table([head, ...cells])]
}
