import type { AppError } from '../errors.ts'

/** Somebody types meanwhile, and words alone answer. */
const notTriedAgainMs = 5000

/** Why a model could not be opened the last time that it was needed; for five seconds after that it is not tried again. */
export class LackingModel {
  #error: AppError | null = null
  #untilMs = 0

  /** null: the model could be had, or nobody needed it. */
  get error(): AppError | null {
    return this.#error
  }

  /** What a call is answered with that would only fail again; null: it may be tried. */
  get recent(): AppError | null {
    return performance.now() < this.#untilMs ? this.#error : null
  }

  note(error: AppError): void {
    this.#error = error
    this.#untilMs = performance.now() + notTriedAgainMs
  }

  clear(): void {
    this.#error = null
  }
}
