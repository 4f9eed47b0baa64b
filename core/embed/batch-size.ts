/*
 * How many chunks to hand the encoder at once where a walk decides itself how many it collects (the paper's dynamic
 * batching): a larger batch steers by an order that is a little out of date, so it should be no larger than the encoder needs.
 */
import type { Encoder } from './encoder.ts'
import type { EncoderInput } from './windows.ts'

export const largestBatch = 256
/** A size is good enough when it reaches this share of the best speed. */
const goodShare = 0.9
/** Each size is timed for about so long: the fastest of several runs counts. */
const sizeMs = 20
const mostRuns = 50
/** The first round warms up code that is compiled while it runs. */
const rounds = 3
const defaultBudgetMs = 1500

export interface CalibrationOptions {
  /** Milliseconds after which no larger size is tried; one run that has begun is finished. Default: 1,500. */
  readonly budgetMs?: number
  readonly signal?: AbortSignal
  /** The clock, in milliseconds. */
  readonly now?: () => number
}

const known = new WeakMap<object, Promise<number>>()

/**
 * The smallest batch, of 1, 2, 4 … 256 chunks, that embeds at least 90 % as many chunks a second as the best of them. Measured
 * once for each encoder, with chunks of about 1,200 characters; later calls get the same answer.
 * @throws what the encoder throws, or the signal's reason; the next call measures again
 */
export function calibrateBatchSize(encoder: Pick<Encoder, 'embed'>, options: CalibrationOptions = {}): Promise<number> {
  const before = known.get(encoder)
  if (before !== undefined) return before
  const measuring = measure(encoder, options)
  known.set(encoder, measuring)
  measuring.catch(() => known.delete(encoder))
  return measuring
}

async function measure(encoder: Pick<Encoder, 'embed'>, options: CalibrationOptions): Promise<number> {
  const { budgetMs = defaultBudgetMs, signal, now = () => performance.now() } = options
  const inputs = sampleChunks(largestBatch)
  const started = now()
  // The first run of a model is slower than all later ones.
  await encoder.embed(inputs.slice(0, 1), signal)
  const fastest = new Map<number, number>()
  for (let round = 0; round < rounds; round++) {
    for (let size = 1; size <= largestBatch; size *= 2) {
      const before = fastest.get(size) ?? 2 * (fastest.get(size / 2) ?? 0)
      if (now() - started + before > budgetMs) break
      const ms = await fastestRun(() => encoder.embed(inputs.slice(0, size), signal), now)
      fastest.set(size, Math.min(ms, fastest.get(size) ?? Infinity))
    }
  }
  const speeds = [...fastest].map(([size, ms]) => ({ size, speed: size / ms }))
  const best = Math.max(...speeds.map(({ speed }) => speed))
  return speeds.find(({ speed }) => speed >= goodShare * best)?.size ?? 1
}

/** Milliseconds. */
async function fastestRun(run: () => Promise<unknown>, now: () => number): Promise<number> {
  let fastest = Infinity
  let spent = 0
  for (let runs = 0; runs < mostRuns && spent < sizeMs; runs++) {
    const started = now()
    await run()
    const ms = now() - started
    fastest = Math.min(fastest, ms)
    spent += ms
  }
  return Math.max(fastest, 1e-6)
}

const words =
  `the report says that a new bridge over the river was built in three years because the old one could not carry the trains of
  our time while people who lived near it had asked for quiet nights and clean water before any work began so engineers measured
  how far sound goes in winter when leaves are gone and found that walls of earth with trees on top keep most of it away from
  houses`.split(/\s+/u)

/** Texts of some 200 words, all different, as long as a chunk usually is. */
function sampleChunks(count: number): EncoderInput[] {
  return Array.from({ length: count }, (_, i) => ({
    header: `Report ${i} > Bridges`,
    text: Array.from({ length: 220 }, (_, j) => words[(i * 7 + j * (1 + (i % 5))) % words.length]).join(' '),
  }))
}
