/** A set of node ids that empties in O(1): a node is in the set when its mark equals the current round. */
export class VisitedSet {
  readonly #marks: Uint8Array
  #round = 1

  constructor(capacity: number) {
    this.#marks = new Uint8Array(capacity)
  }

  clear(): void {
    this.#round++
    if (this.#round <= 0xff) return
    this.#marks.fill(0)
    this.#round = 1
  }

  /** Returns false when the node was already there. */
  add(node: number): boolean {
    if (this.#marks[node] === this.#round) return false
    this.#marks[node] = this.#round
    return true
  }

  has(node: number): boolean {
    return this.#marks[node] === this.#round
  }
}
