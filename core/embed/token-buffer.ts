/** A growing list of token ids that is filled again and again without allocating. */
export class TokenBuffer {
  /** Token ids; only the first `length` are valid. Replaced when it grows, so read it after the last `reserve`. */
  ids: Int32Array
  length = 0

  constructor(capacity = 4096) {
    this.ids = new Int32Array(capacity)
  }

  /** Makes room for `extra` more ids, so that a loop can write without checking. */
  reserve(extra: number): void {
    const needed = this.length + extra
    if (needed <= this.ids.length) return
    const grown = new Int32Array(Math.max(needed, this.ids.length * 2))
    grown.set(this.ids.subarray(0, this.length))
    this.ids = grown
  }

  clear(): void {
    this.length = 0
  }
}
