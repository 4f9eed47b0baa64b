/** With more that waits, whoever indexes has enough to do for some ten milliseconds. */
const littleBytes = 256 * 1024

/** Memory that the threads of a pool share with it: how much of what they read waits to be indexed. Until it is told, nobody waits. */
export class Backlog {
  static readonly bytes = 4

  readonly #number: Int32Array

  constructor(memory: SharedArrayBuffer) {
    this.#number = new Int32Array(memory)
  }

  /** Bytes of text; null: nobody waits for any. */
  tell(bytes: number | null): void {
    // 0 is what the memory begins with.
    Atomics.store(this.#number, 0, bytes === null ? 0 : Math.min(bytes, littleBytes) + 1)
  }

  /** Whether whoever indexes will soon have nothing to do. */
  isWaitedFor(): boolean {
    const told = Atomics.load(this.#number, 0)
    return told > 0 && told <= littleBytes
  }
}
