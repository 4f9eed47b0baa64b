import { randomNumbers } from '../../random.ts'
import type { Corpus } from './corpus.ts'
import { anchorsOf, PairSampler, type Anchor, type Pair, type PairOptions } from './pairs.ts'
import type { SharedRows } from './stems.ts'
import { createTrainer, startRows, type Trainer } from './trainer.ts'
import { shuffle, type Pool } from './validation.ts'

export interface TableOptions {
  readonly dimensions: number
  readonly batch: number
  /** How often each stretch of text is drawn from. */
  readonly passes: number
  readonly rate: number
  readonly temperature: number
  /** A token of this share of the text starts with half the length of a rare one. */
  readonly half: number
  /** Length of a rare token's row at the start: small against what training adds, or its direction stays random. */
  readonly start: number
  /** What the sum of squared gradients starts with: the more, the less do the first few texts turn a rare token's row. */
  readonly caution: number
  /** Share of the batches whose texts are all of one source: harder to tell apart. */
  readonly sameSource: number
  /** Share of the steps that train only the first 64 or 128 dimensions (Matryoshka). */
  readonly nested: number
  /** How often a text's words are given by their parts, so that parts learn from frequent words. */
  readonly split: number
  readonly pairs: PairOptions
  readonly seed: number
  readonly workers: number
}

/** Where a run stands: all that is needed to go on as if it had never stopped. */
export interface TableState {
  readonly step: number
  readonly pass: number
  /** Next place in the pass's order. */
  readonly next: number
  readonly table: Float32Array
  readonly history: Float32Array
}

export interface TableParts {
  readonly corpus: Corpus
  readonly shared: SharedRows
  /** Parts of a token, or undefined where it has none. */
  readonly partsOf: (token: number) => readonly number[] | undefined
  /** Sources that are left out, to see how the table does on what it never saw. */
  readonly without?: readonly string[]
  readonly resume?: TableState
  /** Called every `every` steps and at the end, while nothing is computed. */
  readonly every: number
  pause(state: TableState, progress: { readonly steps: number; readonly loss: number }): Promise<'go on' | 'stop'>
}

/** What `trainTable` came to. */
export interface TrainedTable {
  /** False where a pause ended it. */
  readonly isFinished: boolean
  readonly state: TableState
}

/** Trains a table on everything that is not held out. */
export async function trainTable(options: TableOptions, parts: TableParts): Promise<TrainedTable> {
  const { corpus, shared, without = [], resume } = parts
  const { rows } = shared
  const anchors = anchorsOf(
    corpus,
    (section) => corpus.isHeldOut[section] === 0 && !without.includes(corpus.sources[corpus.source[section]]),
  )
  const steps = Math.max(1, Math.floor((anchors.length * options.passes) / options.batch))
  const shape = { rows, dimensions: options.dimensions, batch: options.batch }
  const trainer = await createTrainer(
    { ...shape, batchTokens: options.batch * 2 * options.pairs.longest * 2 },
    options.workers,
  )
  if (resume === undefined) {
    startRows(trainer.table, sharesOf(corpus, shared), options)
    trainer.history.fill(options.caution)
  } else restore(trainer, resume)
  const batches = new Batches(anchors, options, parts)
  const state = (step: number): TableState => ({
    step,
    ...batches.place(),
    table: trainer.table,
    history: trainer.history,
  })
  let [loss, since] = [0, 0]
  let step = resume?.step ?? 0
  try {
    while (step < steps) {
      if (batches.isAhead(step)) trainer.prepare(batches.at(step))
      const computing = trainer.step(stepOptions(step, steps, options))
      step++
      const isPause = step % parts.every === 0 || step === steps
      if (!isPause) trainer.prepare(batches.at(step))
      loss += await computing
      since++
      if (!isPause) continue
      const answer = await parts.pause(state(step), { steps, loss: loss / since })
      if (answer === 'stop') break
      loss = since = 0
    }
    const { table, history } = trainer
    return { isFinished: step >= steps, state: { ...state(step), table: table.slice(), history: history.slice() } }
  } finally {
    await trainer.close()
  }
}

function restore(trainer: Trainer, { table, history }: TableState): void {
  trainer.table.set(table)
  trainer.history.set(history)
}

/** The rate rises over the first hundredth and then falls to nothing. */
function stepOptions(step: number, steps: number, { rate, temperature, nested, dimensions, seed }: TableOptions) {
  const random = randomNumbers(seed * 7919 + step)
  const isNested = random() < nested
  const rise = Math.min(1, (step + 1) / (steps / 100))
  return {
    rate: rate * rise * (1 - step / steps),
    temperature,
    dimensions: isNested ? Math.min(dimensions, random() < 0.5 ? 64 : 128) : dimensions,
  }
}

/** Each row's share of the text. */
export function sharesOf({ tokens }: Corpus, { rows, sharedBy }: SharedRows): Float64Array {
  const shares = new Float64Array(rows)
  for (const token of tokens) {
    shares[token] += 1 / tokens.length
    if (sharedBy[token] >= 0) shares[sharedBy[token]] += 1 / tokens.length
  }
  return shares
}

/** Sum of the rows of a text, of length 1. */
export function poolOf(table: Float32Array, dimensions: number): Pool {
  return (tokens, out) => {
    out.fill(0)
    for (const token of tokens) {
      const row = token * dimensions
      for (let i = 0; i < dimensions; i++) out[i] += table[row + i]
    }
    const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0))
    if (length > 0) for (let i = 0; i < dimensions; i++) out[i] /= length
  }
}

/** The batches of a run in order; what is drawn depends on the seed and on the place alone. */
class Batches {
  readonly #anchors: readonly Anchor[]
  readonly #options: TableOptions
  readonly #parts: TableParts
  #order: readonly Anchor[] = []
  #pass: number
  #next: number
  #prepared = -1

  constructor(anchors: readonly Anchor[], options: TableOptions, parts: TableParts) {
    this.#anchors = anchors
    this.#options = options
    this.#parts = parts
    this.#pass = parts.resume?.pass ?? 0
    this.#next = parts.resume?.next ?? 0
    this.#order = this.#orderOf(this.#pass)
  }

  /** Whether the batch of this step is still to be prepared. */
  isAhead(step: number): boolean {
    return this.#prepared < step
  }

  place(): { pass: number; next: number } {
    return { pass: this.#pass, next: this.#next }
  }

  at(step: number): Pair[] {
    this.#prepared = step
    const { batch, pairs: options, seed, split } = this.#options
    const random = randomNumbers(seed * 104_729 + step)
    const sampler = new PairSampler(this.#parts.corpus, options, random)
    const pairs: Pair[] = []
    while (pairs.length < batch) {
      const pair = sampler.draw(this.#take())
      if (pair === null) continue
      pairs.push(this.#withShared(split === 0 ? pair : this.#splitWords(pair, random)))
    }
    return pairs
  }

  #withShared({ kind, query, passage }: Pair): Pair {
    const { sharedBy } = this.#parts.shared
    const rowsOf = (tokens: readonly number[]): number[] => {
      const rows: number[] = []
      for (const token of tokens) {
        rows.push(token)
        if (sharedBy[token] >= 0) rows.push(sharedBy[token])
      }
      return rows
    }
    return { kind, query: rowsOf(query), passage: rowsOf(passage) }
  }

  #take(): Anchor {
    if (this.#next === this.#order.length) {
      this.#pass++
      this.#next = 0
      this.#order = this.#orderOf(this.#pass)
    }
    return this.#order[this.#next++]
  }

  #orderOf(pass: number): Anchor[] {
    const random = randomNumbers(this.#options.seed * 31 + pass)
    const anchors = [...this.#anchors]
    shuffle(anchors, random)
    const { sameSource, batch } = this.#options
    if (sameSource === 0) return anchors
    const { source } = this.#parts.corpus
    const mixed = anchors.splice(0, Math.round(anchors.length * (1 - sameSource)))
    // A stable sort: within a source the order stays random.
    anchors.sort((a, b) => source[a.section] - source[b.section])
    const runs = [mixed, anchors].flatMap((some) =>
      Array.from({ length: Math.ceil(some.length / batch) }, (_, i) => some.slice(i * batch, (i + 1) * batch)),
    )
    shuffle(runs, random)
    return runs.flat()
  }

  /** Some words by their parts: in one text of the pair only, so that parts learn what the word means. */
  #splitWords(pair: Pair, random: () => number): Pair {
    const broken = (tokens: readonly number[]): number[] => {
      const share = random() < 0.5 ? this.#options.split * 2 : 0
      return tokens.flatMap((token) => (random() < share ? (this.#parts.partsOf(token) ?? token) : token))
    }
    const { longest } = this.#options.pairs
    return { ...pair, query: broken(pair.query).slice(0, longest), passage: broken(pair.passage).slice(0, longest) }
  }
}
