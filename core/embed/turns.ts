/** Lets a few at a time have something, those in the foreground before those in the background, each kind in order. */
export class Turns {
  #free: number
  readonly #foreground: (() => void)[] = []
  readonly #background: (() => void)[] = []

  /** `capacity`: how many at a time. */
  constructor(capacity = 1) {
    this.#free = capacity
  }

  /** Resolves when it is the caller's turn, which lasts until it calls what it got. */
  async take(isBackground: boolean): Promise<() => void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => (isBackground ? this.#background : this.#foreground).push(resolve))
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = this.#foreground.shift() ?? this.#background.shift()
      // The turn passes without a gap: nobody who comes in between goes first.
      if (next === undefined) this.#free++
      else next()
    }
  }
}
