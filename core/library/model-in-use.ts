/* The encoder of an open library: opened when it is first needed, changed when the library changes its model. */
import type { Encoder } from '../embed/encoder.ts'
import { openMatchingEncoder } from './opening.ts'
import type { Parts } from './parts.ts'

/** The model of one open library. */
export class ModelInUse {
  readonly #parts: Parts
  #encoder: Promise<Encoder> | null

  constructor(parts: Parts) {
    this.#parts = parts
    this.#encoder = parts.encoder === undefined ? null : Promise.resolve(parts.encoder)
  }

  /** @throws AppError `model-missing`, `model-mismatch`; the next call tries again */
  open(): Promise<Encoder> {
    this.#encoder ??= openMatchingEncoder(this.#parts).catch((error: unknown) => {
      this.#encoder = null
      throw error
    })
    return this.#encoder
  }

  /** Where the library has another model by now, the next call opens that. */
  async closeIfOther(): Promise<void> {
    const encoder = await this.#opened()
    if (encoder === undefined || encoder?.fingerprint === this.#parts.store.model.fingerprint) return
    this.#encoder = null
    await encoder?.close()
  }

  async replaceBy(encoder: Encoder): Promise<void> {
    const old = await this.#opened()
    this.#encoder = Promise.resolve(encoder)
    await old?.close()
  }

  async close(): Promise<void> {
    await (await this.#opened())?.close()
  }

  /** null: it could not be opened, which has been reported. undefined: nobody needed it. */
  async #opened(): Promise<Encoder | null | undefined> {
    return this.#encoder?.catch(() => null)
  }
}
