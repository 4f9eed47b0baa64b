/**
 * The best `capacity` nodes seen so far, best first, each marked once it was expanded. Best-first search with a beam is
 * Algorithm 1 of the paper: what falls out of the beam is worse than all its results, so it would never be expanded.
 */
export class Beam {
  readonly ids: Uint32Array
  readonly scores: Float32Array
  readonly #isExpanded: Uint8Array
  #capacity: number
  #count = 0
  /** No node before this place is unexpanded. */
  #next = 0

  constructor(capacity: number) {
    this.ids = new Uint32Array(capacity)
    this.scores = new Float32Array(capacity)
    this.#isExpanded = new Uint8Array(capacity)
    this.#capacity = capacity
  }

  get count(): number {
    return this.#count
  }

  clear(): void {
    this.#count = 0
    this.#next = 0
  }

  /** Puts a node at its place, or leaves it out when the beam is full of better ones. Never offer a node twice. */
  offer(id: number, score: number): void {
    const { ids, scores } = this
    const flags = this.#isExpanded
    let place = this.#count
    if (place === this.#capacity) {
      if (score <= scores[place - 1]) return
      place--
    } else this.#count++
    while (place > 0 && scores[place - 1] < score) {
      scores[place] = scores[place - 1]
      ids[place] = ids[place - 1]
      flags[place] = flags[place - 1]
      place--
    }
    scores[place] = score
    ids[place] = id
    flags[place] = 0
    if (place < this.#next) this.#next = place
  }

  /** The best node that was not taken yet, marked as taken; -1 when there is none. */
  take(): number {
    while (this.#next < this.#count && this.#isExpanded[this.#next] === 1) this.#next++
    if (this.#next === this.#count) return -1
    this.#isExpanded[this.#next] = 1
    return this.ids[this.#next++]
  }
}
