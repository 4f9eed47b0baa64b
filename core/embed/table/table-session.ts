/*
 * Runs a model that is a table by a kernel of our own: four times as fast as onnxruntime, which makes a float32 row of every token
 * before it adds them, and without loading onnxruntime at all. Recomputing embeddings is what a search spends its time on.
 */
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import type { ModelFolder } from '../model-folder.ts'
import { normaliseRows } from '../pooling.ts'
import type { Session } from '../session.ts'
import type { TextTokenizer } from '../text-tokenizer.ts'
import { sumRowsModule } from './sum-rows-binary.ts'
import { passColumns } from './sum-rows-wat.ts'
import { readTableModel, type QuantizedTable } from './table-model.ts'
import { wasm } from '../../wasm.ts'

interface Kernel {
  sumRows(table: number, scales: number, ids: number, count: number, dimensions: number, out: number): void
}

const pageBytes = 65_536
/** Of an id, see `sumRowsWat`. */
const placeBytes = 8
const alignment = 64

/** The event loop turns after so much work, so that a query, or a cancellation, gets in between. */
const turnMs = 5

/** The model, run here; null when it is another kind of model, or says other things of itself than its files. */
export function openTableSession(
  { model, description }: Pick<ModelFolder, 'model' | 'description'>,
  tokenizer: TextTokenizer,
): Session | null {
  const { dimensions, maxTokens, inputs, output } = description
  const isAsNamed =
    (inputs?.toSorted().join() ?? named.inputs) === named.inputs && (output ?? named.output) === named.output
  if (!isAsNamed || dimensions % passColumns !== 0) return null
  const table = readTableModel(model, dimensions)
  if (table === null) return null
  let sums: Sums | null = new Sums(table, dimensions, maxTokens)
  let busyMs = 0
  const before = Int32Array.from(tokenizer.before)
  const after = Int32Array.from(tokenizer.after)
  return {
    async run(windows, tokens) {
      if (sums === null) throw new AppError('failed', 'The model is closed; open it again to run it.')
      const started = performance.now()
      const embeddings = new Float32Array(windows.length * dimensions)
      for (const [i, { headerStart, headerLength, textStart, textLength }] of windows.entries()) {
        sums.start()
        sums.add(before, 0, before.length)
        sums.add(tokens.ids, headerStart, headerLength)
        sums.add(tokens.ids, textStart, textLength)
        sums.add(after, 0, after.length)
        embeddings.set(sums.sum(), i * dimensions)
      }
      normaliseRows(embeddings, dimensions)
      busyMs += performance.now() - started
      if (busyMs >= turnMs) {
        await setImmediate()
        busyMs = 0
      }
      return embeddings
    },
    async release() {
      sums = null
    },
  }
}

const named = { inputs: 'attention_mask,input_ids', output: 'sentence_embedding' }

/** The table in the kernel's memory: the sum, the ids to add and what the kernel makes of them, rows, scales, one after the other. */
class Sums {
  readonly #kernel: Kernel
  readonly #rows: number
  readonly #dimensions: number
  readonly #at: { readonly ids: number; readonly table: number; readonly scales: number }
  readonly #ids: Int32Array
  readonly #sum: Float32Array
  #count = 0

  constructor({ bytes, scales }: QuantizedTable, dimensions: number, maxTokens: number) {
    const ids = dimensions * 4
    const table = aligned(ids + maxTokens * (4 + placeBytes))
    const at = { ids, table, scales: aligned(table + bytes.byteLength) }
    const memory = new wasm.Memory({ initial: Math.ceil((at.scales + scales.byteLength) / pageBytes) })
    new Int8Array(memory.buffer).set(bytes, at.table)
    new Float32Array(memory.buffer, at.scales).set(scales)
    this.#kernel = kernelOver(memory)
    this.#rows = scales.length
    this.#dimensions = dimensions
    this.#at = at
    this.#ids = new Int32Array(memory.buffer, ids, maxTokens)
    this.#sum = new Float32Array(memory.buffer, 0, dimensions)
  }

  start(): void {
    this.#count = 0
  }

  /** Ids of a list, `length` from `start` on. @throws AppError `model-mismatch` for one that the table does not have */
  add(ids: Int32Array, start: number, length: number): void {
    const list = this.#ids
    const rows = this.#rows
    const first = this.#count
    for (let i = 0; i < length; i++) {
      const id = ids[start + i]
      if (id < 0 || id >= rows) {
        const todo = 'It does not know an id of tokenizer.json, which may be that of another model.'
        throw new AppError('model-mismatch', `model.onnx cannot be run: it has ${rows} ids, got ${id}. ${todo}`)
      }
      list[first + i] = id
    }
    this.#count = first + length
  }

  /** Of the rows that were added; valid until the next is made. */
  sum(): Float32Array {
    const { ids, table, scales } = this.#at
    this.#kernel.sumRows(table, scales, ids, this.#count, this.#dimensions, 0)
    return this.#sum
  }
}

/** Compiled once, since code that threads free at one moment can crash V8 (nodejs/node#64500). */
let module: object | null = null

function kernelOver(memory: object): Kernel {
  module ??= new wasm.Module(Buffer.from(sumRowsModule, 'base64'))
  // The module exports exactly this function; its test calls it.
  return new wasm.Instance(module, { env: { memory } }).exports as Kernel
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment
}
