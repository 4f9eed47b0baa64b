/** Who hears how much is in an inbox. */
export interface InboxMeter<T> {
  sizeOf(item: T): number
  tell(size: number): void
}

/** What several jobs bring, taken by one reader in the order it came. */
export class Inbox<T> {
  readonly #meter: InboxMeter<T>
  readonly #items: T[] = []
  #size = 0
  #failure: { readonly error: unknown } | null = null
  #wake: (() => void) | null = null

  constructor(meter: InboxMeter<T>) {
    this.#meter = meter
    meter.tell(0)
  }

  put(item: T): void {
    this.#items.push(item)
    this.#count(this.#meter.sizeOf(item))
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
    const item = this.#items.shift()!
    this.#count(-this.#meter.sizeOf(item))
    return item
  }

  #count(change: number): void {
    this.#size += change
    this.#meter.tell(this.#size)
  }
}
