/** What a `Recent` may hold, and for how long. */
export interface RecentLimits {
  /** Of all that is kept together, in the unit of the sizes that `of` is told. */
  readonly most: number
  /** Without anything new for so long, everything goes; milliseconds. */
  readonly restAfterMs?: number
}

/** Less than the time after which a host's model rests and memory is collected. */
const usualRestMs = 30_000

/**
 * What was made of the texts that were met last. A person types letter by letter, and most passages of one answer are in the next:
 * nothing has to be made of them again. Keyed by the text itself, so that nothing here can be out of date.
 *
 * In two halves: once the newer one is full it becomes the older one, and what was not used since then goes with the one before. A list
 * in the order of use would be changed by every look, which costs more than it keeps.
 */
export class Recent<Value> {
  readonly #limits: RecentLimits
  #newer = new Map<string, Value>()
  #older = new Map<string, Value>()
  #newerSize = 0
  #usedMs = 0
  #timer: NodeJS.Timeout | null = null

  constructor(limits: RecentLimits) {
    this.#limits = limits
  }

  /** The value of `text`, made where it is not known. `size` says what a value takes besides its text's length. */
  of(text: string, make: () => Value, size: (value: Value) => number = () => 0): Value {
    const known = this.get(text, size)
    if (known !== undefined) return known
    const value = make()
    this.set(text, value, size(value))
    return value
  }

  get(text: string, size: (value: Value) => number = () => 0): Value | undefined {
    const value = this.#newer.get(text)
    if (value !== undefined) return value
    const old = this.#older.get(text)
    if (old !== undefined) this.set(text, old, size(old))
    return old
  }

  /** `size`: what the value takes besides its text's length. */
  set(text: string, value: Value, size = 0): void {
    const half = this.#limits.most / 2
    if (text.length + size > half) return
    if (this.#newerSize + text.length + size > half) {
      this.#older = this.#newer
      this.#newer = new Map()
      this.#newerSize = 0
    }
    this.#newer.set(text, value)
    this.#newerSize += text.length + size
    this.#restLater()
  }

  clear(): void {
    this.#newer = new Map()
    this.#older = new Map()
    this.#newerSize = 0
  }

  /** One timer, however many values come: it looks when the last one came. */
  #restLater(): void {
    this.#usedMs = performance.now()
    if (this.#timer !== null) return
    const { restAfterMs = usualRestMs } = this.#limits
    const look = (): void => {
      const leftMs = restAfterMs - (performance.now() - this.#usedMs)
      if (leftMs > 0) {
        this.#timer = setTimeout(look, leftMs).unref()
        return
      }
      this.#timer = null
      this.clear()
    }
    this.#timer = setTimeout(look, restAfterMs).unref()
  }
}
