/** Work of which so much goes on at a time: more would only wait for the same processor, and keep its memory meanwhile. */
export class AtOnce {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(most: number) {
    this.#most = most
  }

  /** In the order of the calls. Work that is cancelled while it waits is not begun. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
    try {
      signal?.throwIfAborted()
      return await work()
    } finally {
      // Its place goes straight to the next, so that nobody comes between.
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
