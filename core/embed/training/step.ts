/*
 * One step: symmetric InfoNCE over a batch of pairs, its gradient by each token's row, and row-wise Adagrad. It is a list of
 * phases of independent blocks; workers take blocks as they come and meet after each phase. What a block computes does not
 * depend on who computes it, so the number of workers does not change the result.
 */
import type { TrainingKernels } from './kernels.ts'
import type { BatchLayout, TrainingLayout } from './training-memory.ts'

/** What differs from step to step. */
export interface StepSettings {
  /** Which of the two batches. */
  readonly turn: number
  /** Different tokens in it. */
  readonly tokens: number
  readonly rate: number
  readonly temperature: number
}

/** Runs block `block` of a phase. */
export interface Phase {
  readonly blocks: number
  run(block: number): void
}

const TEXTS = 64
const COLUMNS = 32
/** Rows of the inner side of a product that stay in the cache. */
const INNER = 256
const TOKENS = 256

/** The phases of a step, as worker number `worker` runs them. */
export function stepPhases(
  layout: TrainingLayout,
  kernels: TrainingKernels,
  floats: Float32Array,
  { settings, worker }: { readonly settings: StepSettings; readonly worker: number },
): Phase[] {
  const { batch } = layout
  const { tokens, turn } = settings
  const context: Context = { layout, kernels, floats, settings, batch: layout.batches[turn], worker }
  return [
    { blocks: (2 * batch) / TEXTS, run: (block) => poolTexts(context, block) },
    { blocks: batch / TEXTS, run: (block) => scoreQueries(context, block) },
    { blocks: batch / 256, run: (block) => sumPassages(context, block) },
    { blocks: batch / TEXTS, run: (block) => scoreGradients(context, block) },
    { blocks: (2 * batch) / TEXTS, run: (block) => textGradients(context, block) },
    { blocks: Math.ceil(tokens / TOKENS), run: (block) => updateRows(context, block) },
  ]
}

interface Context {
  readonly layout: TrainingLayout
  readonly kernels: TrainingKernels
  readonly floats: Float32Array
  readonly settings: StepSettings
  readonly batch: BatchLayout
  readonly worker: number
}

/** Each text's sum of rows, made length 1. */
function poolTexts({ layout, kernels, floats, batch }: Context, block: number): void {
  const words = new Int32Array(floats.buffer)
  const width = layout.dimensions * 4
  for (let text = block * TEXTS; text < (block + 1) * TEXTS; text++) {
    const start = words[batch.starts / 4 + text]
    const end = words[batch.starts / 4 + text + 1]
    const unit = layout.units + text * layout.stride
    kernels.sumRows(layout.table, layout.dimensions * 4, batch.ids + start * 4, end - start, width, unit)
    let squares = 0
    for (let at = unit / 4; at < (unit + width) / 4; at++) squares += floats[at] * floats[at]
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares)
    for (let at = unit / 4; at < (unit + width) / 4; at++) floats[at] *= scale
    floats[layout.lengths / 4 + text] = scale
  }
}

/** exp((cosine - 1) / temperature) of each query of the block with each passage; the loss's first half. */
function scoreQueries({ layout, kernels, floats, settings }: Context, block: number): void {
  const { batch, stride, scoreStride, scores } = layout
  const query = layout.units + block * TEXTS * stride
  const passages = layout.units + batch * stride
  const first = scores + block * TEXTS * scoreStride
  for (let column = 0; column < batch; column += COLUMNS) {
    const b = passages + column * stride
    kernels.dotProducts(query, b, stride, layout.dimensions * 4, TEXTS, COLUMNS, first + column * 4, scoreStride)
  }
  const scale = 1 / settings.temperature
  for (let i = block * TEXTS; i < (block + 1) * TEXTS; i++) {
    floats[layout.rowSums / 4 + i] = 1 / kernels.expRow(scores + i * scoreStride, batch, scale, -scale)
  }
}

function sumPassages({ layout, kernels, floats }: Context, block: number): void {
  const { batch, scores, scoreStride, columnSums } = layout
  const at = block * 256
  kernels.sumColumns(scores + at * 4, scoreStride, batch, 1024, columnSums + at * 4)
  for (let i = columnSums / 4 + at; i < columnSums / 4 + at + 256; i++) floats[i] = 1 / floats[i]
}

/** Turns scores into the loss's gradient by them, but for a factor. */
function scoreGradients({ layout, kernels, floats }: Context, block: number): void {
  const { batch, scores, scoreStride, rowSums, columnSums } = layout
  for (let i = block * TEXTS; i < (block + 1) * TEXTS; i++) {
    const row = scores + i * scoreStride
    const [own, byRow, byColumn] = [floats[row / 4 + i], floats[rowSums / 4 + i], floats[columnSums / 4 + i]]
    floats[layout.losses / 4 + i] = -0.5 * (Math.log(own * byRow + 1e-30) + Math.log(own * byColumn + 1e-30))
    kernels.combineRow(row, columnSums, batch, byRow)
    floats[row / 4 + i] -= 2
  }
}

/** The loss's gradient by each text's sum of rows. */
function textGradients({ layout, kernels, floats, settings }: Context, block: number): void {
  const { batch, stride, scoreStride, units, gradients, scores } = layout
  const perSide = batch / TEXTS
  const isQuery = block < perSide
  const first = block * TEXTS
  const others = isQuery ? units + batch * stride : units
  const out = gradients + first * stride
  const a = isQuery ? scores + first * scoreStride : scores + (first - batch) * 4
  const [rowStep, innerStep] = isQuery ? [scoreStride, 4] : [4, scoreStride]
  const columns = layout.dimensions
  for (let i = 0; i < TEXTS; i++) floats.fill(0, (out + i * stride) / 4, (out + i * stride) / 4 + columns)
  for (let k = 0; k < batch; k += INNER) {
    const [from, b] = [a + k * innerStep, others + k * stride]
    kernels.products(from, rowStep, innerStep, b, stride, INNER, TEXTS, columns, out, stride)
  }
  const scale = 0.5 / (batch * settings.temperature)
  for (let text = first; text < first + TEXTS; text++) {
    const length = floats[layout.lengths / 4 + text]
    kernels.project(gradients + text * stride, units + text * stride, columns * 4, scale * length)
  }
}

/** Each token's row, once, by the sum over the texts that use it. */
function updateRows({ layout, kernels, floats, settings, batch, worker }: Context, block: number): void {
  const words = new Int32Array(floats.buffer)
  const width = layout.dimensions * 4
  const scratch = layout.scratch + worker * layout.stride
  for (let i = block * TOKENS; i < Math.min(settings.tokens, (block + 1) * TOKENS); i++) {
    const token = words[batch.tokens / 4 + i]
    const start = words[batch.useStarts / 4 + i]
    const count = words[batch.useStarts / 4 + i + 1] - start
    kernels.sumRows(layout.gradients, layout.stride, batch.uses + start * 4, count, width, scratch)
    const row = layout.table + token * layout.dimensions * 4
    kernels.adagrad(row, scratch, layout.history + token * 4, width, settings.rate)
  }
}
