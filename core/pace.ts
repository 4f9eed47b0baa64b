import { setTimeout as sleep } from 'node:timers/promises'

/** How much of the machine work in the background takes: all it can use, a quarter of the time, or nothing for now. */
export type PaceName = 'normal' | 'slow' | 'paused'

/** Of the time, work gets this part when slow. */
const slowShare = 0.25
/** A slow worker rests for no longer at a time, so that a change of pace is noticed. */
const longestRestMs = 2000

/**
 * Slows work in the background: on battery, for example. The work asks between its steps whether to go on; the host says how
 * fast. Queries never ask.
 */
export class Pace {
  #name: PaceName = 'normal'
  #restedAt = performance.now()
  #changed = Promise.withResolvers<void>()

  get name(): PaceName {
    return this.#name
  }

  set(name: PaceName): void {
    if (name === this.#name) return
    this.#name = name
    this.#changed.resolve()
    this.#changed = Promise.withResolvers<void>()
  }

  /** Between two steps: resolves when the next may start. @throws the signal's reason once it is aborted */
  async step(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (this.#name === 'slow') {
      const worked = performance.now() - this.#restedAt
      await this.#rest(Math.min(longestRestMs, worked * (1 / slowShare - 1)), signal)
    }
    while (this.#name === 'paused') await this.#untilChanged(signal)
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
