/** Memory that a thread of the pool shares with it: which part of a file the thread is reading, to be known after its death. */
export class PartInHand {
  static readonly bytes = 1024

  /** Number of the part (0: none), and the length of its name. */
  readonly #numbers: Int32Array
  readonly #name: Uint8Array

  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory, 0, 2)
    this.#name = new Uint8Array(memory, 8)
  }

  write(number: number, part: string | null): void {
    // `encodeInto` does not write to shared memory.
    const name = part === null ? new Uint8Array(0) : new TextEncoder().encode(part).subarray(0, this.#name.length)
    this.#name.set(name)
    this.#numbers[1] = name.length
    Atomics.store(this.#numbers, 0, part === null ? 0 : number)
  }

  read(): { readonly number: number; readonly part: string } | null {
    const number = Atomics.load(this.#numbers, 0)
    if (number === 0) return null
    return { number, part: new TextDecoder().decode(this.#name.slice(0, this.#numbers[1])) }
  }
}
