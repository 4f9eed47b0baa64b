import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { embeddedModelFolder, readModelFolder } from '../../embed/model-folder.ts'
import { round, table, type Bench } from '../bench.ts'
import { corpusFolder, withTemporaryFolder } from '../temporary.ts'
import { hasPipeline, pipelineName, pipelineSpeed } from './pipeline.ts'
import { shapes, textsOf, tokenCounts, writeShape } from './shapes.ts'
import { measureStages, roundsPerSecond, type StageSpeed } from './stages.ts'

interface Row {
  readonly model: string
  readonly precision: string
  /** Of one chunk, special tokens included; of the embedded model on average. */
  readonly tokens: number
  readonly threads: number
  readonly engine: string
  readonly stage: StageSpeed['stage']
  readonly chunksPerSecond: number
  readonly tokensPerSecond: number
}

const ours = 'leantern'
/** Texts in a round. */
const perRound = 8
const chunkCharacters = 1200
const embeddedChunks = 2000

/** How fast texts become vectors on this machine. */
export const encodeBench: Bench = {
  summary: 'chunks/s and tokens/s of the embedded model and of transformers, against the pipeline of transformers.js',
  async run({ path, peers, print }) {
    const threads = [...new Set([1, availableParallelism()])]
    const isCompared = hasPipeline({ peers, print })
    const rows: Row[] = []
    const add = (row: Row): void => {
      rows.push({ ...row, chunksPerSecond: round(row.chunksPerSecond), tokensPerSecond: round(row.tokensPerSecond) })
    }
    await withTemporaryFolder(async (folder) => {
      for (const row of await embeddedRows(await chunksOf(await corpusFolder(path, folder)), threads)) add(row)
      for (const shape of shapes) {
        const name = `${shape.layers} layers × 384`
        print(`measuring ${name}, ${shape.precision} …`)
        const modelFolder = await writeShape(join(folder, `${shape.layers}-${shape.precision}`), shape)
        for (const tokens of tokenCounts) {
          const texts = textsOf(perRound, tokens)
          for (const count of threads) {
            const facts = { model: name, precision: shape.precision, tokens, threads: count }
            for (const speed of await measureStages(modelFolder, texts, count))
              add({ ...facts, engine: ours, ...speed })
            const peer = isCompared ? await pipelineSpeed({ modelFolder, texts, threads: count }, print) : null
            if (peer === null) continue
            add({
              ...facts,
              engine: pipelineName,
              stage: 'both',
              chunksPerSecond: peer,
              tokensPerSecond: peer * tokens,
            })
          }
        }
      }
    })
    for (const line of linesFor(rows)) print(line)
    return { rows }
  },
}

async function embeddedRows(texts: readonly string[], threads: readonly number[]): Promise<Row[]> {
  const folder = embeddedModelFolder()
  const { description, tokenizer, tokenizerConfig } = await readModelFolder(folder)
  const rows: Row[] = []
  const facts = { model: description.name, precision: 'int8' }
  for (const count of threads) {
    for (const speed of await measureStages(folder, texts, count)) {
      const tokens = Math.round(speed.tokensPerSecond / speed.chunksPerSecond)
      rows.push({ ...facts, tokens, threads: count, engine: ours, ...speed })
    }
  }
  const reference = new Tokenizer(JSON.parse(tokenizer), JSON.parse(tokenizerConfig))
  let total = 0
  const rounds = await roundsPerSecond(() => {
    total = texts.reduce((sum, text) => sum + reference.encode(text).ids.length, 0)
  }, 500)
  const engine = '@huggingface/tokenizers'
  const speed = { chunksPerSecond: rounds * texts.length, tokensPerSecond: rounds * total }
  rows.push({ ...facts, tokens: Math.round(total / texts.length), threads: 1, engine, stage: 'tokenise', ...speed })
  return rows
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
