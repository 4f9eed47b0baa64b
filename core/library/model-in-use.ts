/* The encoder of an open library: opened when it is first needed, changed when the library changes its model. */
import type { Encoder } from '../embed/encoder.ts'
import { LackingModel } from '../embed/lacking-model.ts'
import type { AppError } from '../errors.ts'
import { isModelLacking, openMatchingEncoder } from './opening.ts'
import type { Parts } from './parts.ts'

/** The model of one open library. */
export class ModelInUse {
  readonly #parts: Parts
  #encoder: Promise<Encoder> | null
  /** What `#encoder` has become. */
  #opened: Encoder | null
  readonly #lacking = new LackingModel()

  constructor(parts: Parts) {
    this.#parts = parts
    const { encoder = null } = parts
    this.#opened = encoder
    this.#encoder = encoder === null ? null : Promise.resolve(encoder)
  }

  /** Why the model could not be had the last time that it was needed: `model-missing`, `model-mismatch`; null: it could. */
  get trouble(): AppError | null {
    return this.#lacking.error ?? this.#opened?.trouble?.() ?? null
  }

  /** @throws AppError `model-missing`, `model-mismatch`; the next call tries again */
  open(): Promise<Encoder> {
    this.#encoder ??= this.#open()
    return this.#encoder
  }

  /** As `open`; where the library may lack its model, and does, an encoder that refuses every text and says why: words alone answer. */
  async forSearch(): Promise<Encoder> {
    if (this.#parts.options.mayLackModel !== true) return this.open()
    const { recent } = this.#lacking
    if (recent !== null) return this.#refusing(recent)
    try {
      return await this.open()
    } catch (error) {
      if (isModelLacking(error)) return this.#refusing(error)
      throw error
    }
  }

  async #open(): Promise<Encoder> {
    try {
      this.#opened = await openMatchingEncoder(this.#parts)
      this.#lacking.clear()
      return this.#opened
    } catch (error) {
      this.#encoder = null
      if (isModelLacking(error)) this.#lacking.note(error)
      throw error
    }
  }

  #refusing(error: AppError): Encoder {
    const { name, fingerprint, dimensions } = this.#parts.store.model
    const embed = async (): Promise<never> => {
      throw error
    }
    const close = async (): Promise<void> => {}
    return { name, fingerprint, dimensions, maxTokens: 0, centre: new Float32Array(dimensions), embed, close }
  }

  /** Where the library has another model by now, the next call opens that. */
  async closeIfOther(): Promise<void> {
    const encoder = await this.#now()
    if (encoder === undefined || encoder?.fingerprint === this.#parts.store.model.fingerprint) return
    this.#encoder = null
    this.#opened = null
    this.#lacking.clear()
    await encoder?.close()
  }

  async replaceBy(encoder: Encoder): Promise<void> {
    const old = await this.#now()
    this.#encoder = Promise.resolve(encoder)
    this.#opened = encoder
    this.#lacking.clear()
    await old?.close()
  }

  async close(): Promise<void> {
    await (await this.#now())?.close()
  }

  /** null: it could not be opened, which has been reported. undefined: nobody needed it. */
  async #now(): Promise<Encoder | null | undefined> {
    return this.#encoder?.catch(() => null)
  }
}
