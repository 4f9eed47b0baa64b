import { Worker } from 'node:worker_threads'
import { randomNumbers } from '../../random.ts'
import { assembleTraining } from './kernels.ts'
import type { Pair } from './pairs.ts'
import type { StepWorkerData } from './step-worker.ts'
import { startStep, whenDone } from './thread-meeting.ts'
import { layoutOf, trainingMemory, type TrainingLayout, type TrainingShape } from './training-memory.ts'

/** The last phase of a step, by its place in `stepPhases`. */
const LAST_PHASE = 5

export interface StepOptions {
  readonly rate: number
  readonly temperature: number
}

/** A table of token vectors that learns from batches of pairs. */
export interface Trainer {
  readonly layout: TrainingLayout
  /** [rows x dimensions]. */
  readonly table: Float32Array
  /** Sum of squared gradients by row, [rows]. */
  readonly history: Float32Array
  /** Puts a batch where the next `step` finds it; may run while a step is computed. */
  prepare(pairs: readonly Pair[]): void
  /** Learns from the prepared batch; resolves to its mean loss. */
  step(options: StepOptions): Promise<number>
  close(): Promise<void>
}

export async function createTrainer(shape: TrainingShape, workers: number): Promise<Trainer> {
  const layout = layoutOf(shape)
  const memory = trainingMemory(layout)
  const module = await assembleTraining()
  const threads = Array.from({ length: workers }, (_, worker) => {
    const data: StepWorkerData = { module, memory, layout, worker, workers }
    return new Worker(new URL('step-worker.ts', import.meta.url), { workerData: data })
  })
  const failure = new Promise<never>((_, reject) => threads.forEach((thread) => thread.once('error', reject)))
  failure.catch(() => undefined)
  const words = new Int32Array(memory.buffer)
  const uses = new BatchUses(layout.rows)
  const prepared: number[] = []
  let turn = 0
  return {
    layout,
    table: new Float32Array(memory.buffer, layout.table, shape.rows * shape.dimensions),
    history: new Float32Array(memory.buffer, layout.history, shape.rows),
    prepare(pairs) {
      const place = (turn + prepared.length) % 2
      prepared.push(writeBatch(words, layout, { pairs, place, uses }))
    },
    async step({ rate, temperature }) {
      const tokens = prepared[0]
      startStep(words, { turn, tokens, rate, temperature })
      await Promise.race([whenDone(words, LAST_PHASE), failure])
      prepared.shift()
      turn = 1 - turn
      const losses = new Float32Array(memory.buffer, layout.losses, shape.batch)
      return losses.reduce((sum, loss) => sum + loss, 0) / shape.batch
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

/** Random rows; the more frequent a token, the shorter its row starts (Arora, Liang & Ma, "A simple but tough-to-beat baseline", 2017). */
export function startRows(
  table: Float32Array,
  shares: Float64Array,
  options: { readonly seed: number; readonly half: number; readonly start: number },
): void {
  const random = randomNumbers(options.seed)
  const dimensions = table.length / shares.length
  for (let row = 0; row < shares.length; row++) {
    const weight = ((options.start / Math.sqrt(dimensions)) * options.half) / (options.half + shares[row])
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) table[i] = normal(random) * weight
  }
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Room to count which texts use a token, kept between batches. */
class BatchUses {
  readonly counts: Int32Array

  constructor(rows: number) {
    this.counts = new Int32Array(rows)
  }
}

interface BatchToWrite {
  readonly pairs: readonly Pair[]
  readonly place: number
  readonly uses: BatchUses
}

/** Writes the texts, queries first, and for each token which texts use it; returns how many tokens there are. */
function writeBatch(words: Int32Array, layout: TrainingLayout, { pairs, place, uses }: BatchToWrite): number {
  const { ids, starts, tokens, useStarts, uses: users } = layout.batches[place]
  const { counts } = uses
  const texts = [...pairs.map(({ query }) => query), ...pairs.map(({ passage }) => passage)]
  let at = 0
  let different = 0
  texts.forEach((text, i) => {
    words[starts / 4 + i] = at
    for (const id of text) {
      words[ids / 4 + at++] = id
      if (counts[id]++ === 0) words[tokens / 4 + different++] = id
    }
  })
  words[starts / 4 + texts.length] = at
  let used = 0
  for (let i = 0; i < different; i++) {
    const id = words[tokens / 4 + i]
    words[useStarts / 4 + i] = used
    used += counts[id]
    counts[id] = words[useStarts / 4 + i]
  }
  words[useStarts / 4 + different] = used
  texts.forEach((text, i) => {
    for (const id of text) words[users / 4 + counts[id]++] = i
  })
  for (let i = 0; i < different; i++) counts[words[tokens / 4 + i]] = 0
  return different
}
