import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** How much of the machine work in the background takes: all it can use, a quarter of the time, or nothing for now. */
export type PaceName = 'normal' | 'slow' | 'paused'

/** Of the time, work gets this part when slow. */
const slowShare = 0.25
/** A slow worker rests for no longer at a time, so that a change of pace is noticed. */
const longestRestMs = 2000

/** After a search, work in the background rests for so long: the next key comes 80 to 300 ms after the one before. */
const afterSearchMs = 150
/** It rests for no longer than this, however much is searched, ... */
const longestWayMs = 400
/** ... and then works at least so long before it rests again: a tenth of the time. */
const leastWorkMs = 45
const lookEveryMs = 10

/**
 * Slows work in the background: on battery, for example, and while somebody searches. The work asks between its steps whether to go
 * on; the host says how fast. Queries never ask.
 */
export class Pace {
  #name: PaceName = 'normal'
  #restedAt = performance.now()
  #changed = Promise.withResolvers<void>()
  #searches = 0
  #searchedAt = -Infinity
  /** Since then it goes on, searches or not. */
  #workedFrom = -Infinity

  get name(): PaceName {
    return this.#name
  }

  set(name: PaceName): void {
    if (name === this.#name) return
    this.#name = name
    this.#changed.resolve()
    this.#changed = Promise.withResolvers<void>()
  }

  /** A search, before which work in the background rests, and a moment after. */
  async first<T>(search: () => Promise<T>): Promise<T> {
    this.#searches++
    try {
      return await search()
    } finally {
      this.#searches--
      this.#searchedAt = performance.now()
    }
  }

  /** In the middle of a step, every few milliseconds: the event loop turns, and searches come first. A pause waits for its end. */
  async turn(): Promise<void> {
    await nextTurn()
    const now = performance.now()
    if (now - this.#workedFrom < leastWorkMs) return
    while (this.#isSearched()) {
      if (performance.now() - now >= longestWayMs) {
        this.#workedFrom = performance.now()
        return
      }
      await sleep(lookEveryMs)
    }
  }

  #isSearched(): boolean {
    return this.#searches > 0 || performance.now() - this.#searchedAt < afterSearchMs
  }

  /** Between two steps: resolves when the next may start. @throws the signal's reason once it is aborted */
  async step(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (this.#name === 'slow') {
      const worked = performance.now() - this.#restedAt
      await this.#rest(Math.min(longestRestMs, worked * (1 / slowShare - 1)), signal)
    }
    while (this.#name === 'paused') await this.#untilChanged(signal)
    if (this.#isSearched()) await this.turn()
    this.#restedAt = performance.now()
  }

  async #rest(ms: number, signal?: AbortSignal): Promise<void> {
    const woken = new AbortController()
    const stop = signal === undefined ? woken.signal : AbortSignal.any([signal, woken.signal])
    const changed = this.#changed.promise.then(() => woken.abort())
    await Promise.race([sleep(ms, undefined, { signal: stop }).catch(() => undefined), changed])
    woken.abort()
    signal?.throwIfAborted()
  }

  async #untilChanged(signal?: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>()
    const stop = (): void => aborted.resolve()
    signal?.addEventListener('abort', stop, { once: true })
    await Promise.race([this.#changed.promise, aborted.promise])
    signal?.removeEventListener('abort', stop)
    signal?.throwIfAborted()
  }
}
