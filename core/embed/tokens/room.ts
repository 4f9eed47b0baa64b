/**
 * Room for so many bytes of texts and tokens that wait for the model. Whoever brings more waits until others are done; what is
 * larger than all of the room goes alone.
 */
export class Room {
  readonly #bytes: number
  #waiting: Place[] = []
  #used = 0

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** Bytes that are taken. */
  get used(): number {
    return this.#used
  }

  /** In the order of the calls. Resolves with what gives the room back. @throws the signal's reason once it is aborted */
  async take(bytes: number, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.#waiting.length === 0 && this.#fits(bytes)) this.#used += bytes
    else await this.#wait(bytes, signal)
    let isGiven = false
    return () => {
      if (isGiven) return
      isGiven = true
      this.#used -= bytes
      this.#startNext()
    }
  }

  async #wait(bytes: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const place = { bytes, start: resolve }
    const leave = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== place)
      this.#startNext()
      reject(signal?.reason)
    }
    this.#waiting.push(place)
    signal?.addEventListener('abort', leave, { once: true })
    await promise.finally(() => signal?.removeEventListener('abort', leave))
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#bytes
  }

  #startNext(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#used += next.bytes
      next.start()
    }
  }
}

interface Place {
  readonly bytes: number
  readonly start: () => void
}
