/** After this long out of sight a page is loaded anew: its query is no longer kept by then. */
const usualRestMs = 120_000

interface PageRestParts {
  /** Loads the page anew. */
  load(): void
  /** It holds what would be lost: then it is asked again after as long. */
  isNeeded(): boolean
  /** Milliseconds. */
  readonly afterMs?: number
}

/**
 * When a window that nobody looks at gets a new page: one that was typed into for a while keeps 50 MB, collected, and a new one takes
 * 30. A page that was not shown since it was loaded is new.
 */
export class PageRest {
  readonly #load: () => void
  readonly #isNeeded: () => boolean
  readonly #afterMs: number
  #isUsed = false
  #timer: NodeJS.Timeout | null = null

  constructor({ load, isNeeded, afterMs = usualRestMs }: PageRestParts) {
    this.#load = load
    this.#isNeeded = isNeeded
    this.#afterMs = afterMs
  }

  shown(): void {
    this.#isUsed = true
    this.#stop()
  }

  hidden(): void {
    this.#stop()
    if (this.#isUsed) this.#timer = setTimeout(() => this.#renew(), this.#afterMs).unref()
  }

  #renew(): void {
    if (this.#isNeeded()) return this.hidden()
    this.#timer = null
    this.#isUsed = false
    this.#load()
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
