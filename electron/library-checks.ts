/* A check or a repair of the library's files: told how far it is, and stopped by whoever asked for it. */
import type { CheckOptions } from '../core/checking/check-work.ts'
import { AppError } from '../core/errors.ts'
import type { CheckProgress } from '../core/types.ts'
import { throttle, type Throttled } from './throttle.ts'

const tellEveryMs = 100

/** One at a time: the library is closed meanwhile. */
export class LibraryChecks {
  readonly #tell: Throttled<CheckProgress>
  #running: AbortController | null = null

  constructor(tell: (progress: CheckProgress) => void) {
    this.#tell = throttle(tell, tellEveryMs)
  }

  /** @throws AppError `cancelled` where it was stopped: nothing was changed then; as `work` */
  async run<T>(work: (options: CheckOptions) => Promise<T>): Promise<T> {
    const running = new AbortController()
    this.#running = running
    const { signal } = running
    try {
      return await work({ signal, onProgress: this.#tell })
    } catch (error) {
      if (!signal.aborted) throw error
      throw new AppError('cancelled', 'The check was stopped.', { cause: error })
    } finally {
      this.#tell.stop()
      if (this.#running === running) this.#running = null
    }
  }

  stop(): void {
    this.#running?.abort()
  }
}
