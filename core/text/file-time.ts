export interface FileTimeOptions {
  /** Milliseconds, of which what the thread waits for the processor is none. */
  readonly limitMs: number
  /** Milliseconds for which the thread has waited for the processor in its life. */
  waitedMs(): number
  /** Called once, when the time is over. */
  onOver(): void
}

/** Most files are read sooner: what the thread has waited is asked only for others. */
const firstLookMs = 1000
/** A timer is a little early or late. */
const slackMs = 5

/** The time that a thread has for one file. A machine with much to do slows every reader: that is no reader that hangs. */
export class FileTime {
  readonly #options: FileTimeOptions
  readonly #begun = performance.now()
  #waitedBefore = 0
  #timer: NodeJS.Timeout

  constructor(options: FileTimeOptions) {
    this.#options = options
    const firstMs = Math.min(firstLookMs, options.limitMs / 2)
    this.#timer = setTimeout(() => {
      this.#waitedBefore = options.waitedMs()
      this.#go(options.limitMs - firstMs)
    }, firstMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #go(leftMs: number): void {
    this.#timer = setTimeout(() => this.#look(), leftMs)
  }

  #look(): void {
    const { limitMs, waitedMs, onOver } = this.#options
    const waited = Math.max(0, waitedMs() - this.#waitedBefore)
    const leftMs = limitMs - (performance.now() - this.#begun - waited)
    if (leftMs > slackMs) this.#go(leftMs)
    else onOver()
  }
}
