/** The `capacity` best (score, item) pairs seen so far: a min-heap over two typed arrays. */
export class TopRows {
  readonly #scores: Float32Array
  readonly #items: Float64Array
  #count = 0

  constructor(capacity: number) {
    this.#scores = new Float32Array(capacity)
    this.#items = new Float64Array(capacity)
  }

  /** What a score must beat to get in; -Infinity while there is room. */
  get threshold(): number {
    return this.#count < this.#scores.length ? -Infinity : this.#scores[0]
  }

  add(score: number, item: number): void {
    if (this.#count < this.#scores.length) this.#siftUp(this.#count++, score, item)
    else if (score > this.#scores[0]) this.#siftDown(score, item)
  }

  /** Best first; equal scores by item. */
  sorted(): { score: number; item: number }[] {
    return Array.from(this.#order(), (i) => ({ score: this.#scores[i], item: this.#items[i] }))
  }

  /** The same as two arrays: of hundreds of pairs a few may be wanted. */
  sortedArrays(): { scores: Float32Array; items: Float64Array } {
    const order = this.#order()
    return {
      scores: Float32Array.from(order, (i) => this.#scores[i]),
      items: Float64Array.from(order, (i) => this.#items[i]),
    }
  }

  #order(): Uint32Array {
    const scores = this.#scores
    const items = this.#items
    const order = Uint32Array.from({ length: this.#count }, (_, i) => i)
    return order.toSorted((a, b) => scores[b] - scores[a] || items[a] - items[b])
  }

  #siftUp(at: number, score: number, item: number): void {
    let place = at
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (this.#scores[parent] <= score) break
      this.#scores[place] = this.#scores[parent]
      this.#items[place] = this.#items[parent]
      place = parent
    }
    this.#scores[place] = score
    this.#items[place] = item
  }

  /** Replaces the worst pair. */
  #siftDown(score: number, item: number): void {
    let place = 0
    for (;;) {
      let child = place * 2 + 1
      if (child >= this.#count) break
      if (child + 1 < this.#count && this.#scores[child + 1] < this.#scores[child]) child++
      if (this.#scores[child] >= score) break
      this.#scores[place] = this.#scores[child]
      this.#items[place] = this.#items[child]
      place = child
    }
    this.#scores[place] = score
    this.#items[place] = item
  }
}
