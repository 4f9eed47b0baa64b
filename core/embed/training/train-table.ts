import { randomNumbers } from '../../random.ts'
import type { Corpus, RepeatedSources } from './corpus.ts'
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
  /**
   * Share of the words that a batch does without: in all its texts their parts stand for them, so that parts learn to tell texts apart where a word is
   * no piece.
   */
  readonly hidden: number
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
  readonly repeated?: RepeatedSources
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
  const { corpus, shared, without = [], repeated = {}, resume } = parts
  const { rows } = shared
  const anchors = anchorsOf(
    corpus,
    (section) => corpus.isHeldOut[section] === 0 && !without.includes(corpus.sources[corpus.source[section]]),
  ).flatMap((anchor) => {
    const times = repeated[corpus.sources[corpus.source[anchor.section]]] ?? 1
    return times === 1 ? anchor : Array.from({ length: times }, () => anchor)
  })
  const steps = Math.max(1, Math.floor((anchors.length * options.passes) / options.batch))
  const shape = { rows, dimensions: options.dimensions, batch: options.batch }
  const trainer = await createTrainer(
    { ...shape, batchTokens: options.batch * 2 * options.pairs.longest * 2 },
    options.workers,
  )
  if (resume === undefined) startRows(trainer.table, sharesOf(corpus, shared), options)
  else restore(trainer, resume)
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
function stepOptions(step: number, steps: number, { rate, temperature }: TableOptions) {
  const rise = Math.min(1, (step + 1) / (steps / 100))
  return { rate: rate * rise * (1 - step / steps), temperature }
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
    const { batch, pairs: options, seed } = this.#options
    const random = randomNumbers(seed * 104_729 + step)
    const sampler = new PairSampler(this.#parts.corpus, options, random)
    const hidden = this.#hiddenAt(step)
    const pairs: Pair[] = []
    while (pairs.length < batch) {
      const pair = sampler.draw(this.#take())
      if (pair !== null) pairs.push(this.#withShared(this.#withHidden(pair, hidden)))
    }
    return pairs
  }

  /** Whether a word is given by its parts in this step, by token. */
  #hiddenAt(step: number): Uint8Array {
    const { hidden, seed } = this.#options
    const random = randomNumbers(seed * 6007 + step)
    return Uint8Array.from({ length: this.#parts.shared.tokens }, () => Number(random() < hidden))
  }

  #withHidden({ kind, query, passage }: Pair, hidden: Uint8Array): Pair {
    const read = (tokens: readonly number[]): number[] =>
      tokens
        .flatMap((token) => (hidden[token] === 1 ? (this.#parts.partsOf(token) ?? token) : token))
        .slice(0, this.#options.pairs.longest)
    return { kind, query: read(query), passage: read(passage) }
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
    const anchors = [...this.#anchors]
    shuffle(anchors, randomNumbers(this.#options.seed * 31 + pass))
    return anchors
  }
}
