/** Lets a few at a time have something, those in the foreground before those in the background, each kind in order. */
export class Turns {
  #free: number
  readonly #reserved: number
  readonly #foreground: (() => void)[] = []
  readonly #background: (() => void)[] = []

  /** `capacity`: how many at a time. `reserved`: of these, how many the background leaves free. */
  constructor(capacity = 1, reserved = 0) {
    this.#free = capacity
    this.#reserved = reserved
  }

  /** Resolves when it is the caller's turn, which lasts until it calls what it got. */
  async take(isBackground: boolean): Promise<() => void> {
    if (this.#free > (isBackground ? this.#reserved : 0)) this.#free--
    else await new Promise<void>((resolve) => (isBackground ? this.#background : this.#foreground).push(resolve))
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      // The turn passes without a gap: nobody who comes in between goes first.
      const next = this.#foreground.shift() ?? (this.#free >= this.#reserved ? this.#background.shift() : undefined)
      if (next === undefined) this.#free++
      else next()
    }
  }
}
