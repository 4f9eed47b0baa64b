/** Many may share something, or one may have it alone. Whoever waits to have it alone goes before those who come later to share. */
export class SharedLock {
  #sharing = 0
  #isAlone = false
  #waitingAlone = 0
  readonly #changes = new Set<() => void>()

  /** Runs `work` while nobody has it alone. */
  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#isAlone || this.#waitingAlone > 0) await this.#change()
    this.#sharing++
    try {
      return await work()
    } finally {
      this.#sharing--
      this.#changed()
    }
  }

  /** Runs `work` once nobody else has it. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.#waitingAlone++
    while (this.#isAlone || this.#sharing > 0) await this.#change()
    this.#waitingAlone--
    this.#isAlone = true
    try {
      return await work()
    } finally {
      this.#isAlone = false
      this.#changed()
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changes.add(resolve))
  }

  #changed(): void {
    const waiting = [...this.#changes]
    this.#changes.clear()
    for (const resolve of waiting) resolve()
  }
}
