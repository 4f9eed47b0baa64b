import type { Worker } from 'node:worker_threads'

/**
 * Ends threads one after the other: two that free WebAssembly code at one moment crash V8 where the CPU has protection keys
 * (nodejs/node#64500).
 */
export class ThreadEnd {
  #last: Promise<unknown> = Promise.resolve()

  add(worker: Worker): void {
    this.#last = this.#last.then(() => worker.terminate())
  }

  /** Resolves when all of them have ended. */
  async done(): Promise<void> {
    await this.#last
  }
}
