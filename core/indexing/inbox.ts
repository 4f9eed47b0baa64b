/** What several jobs bring, taken by one reader in the order it came. */
export class Inbox<T> {
  readonly #items: T[] = []
  #failure: { readonly error: unknown } | null = null
  #wake: (() => void) | null = null

  put(item: T): void {
    this.#items.push(item)
    this.#wake?.()
  }

  /** The reader is told instead of what is still there. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#wake?.()
  }

  async next(): Promise<T> {
    while (this.#items.length === 0 && this.#failure === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#failure !== null) throw this.#failure.error
    // The loop ends only with an item or a failure.
    return this.#items.shift()!
  }
}
