/** A max-heap of (score, id) that grows: the best comes out first. */
export class ScoreQueue {
  #scores = new Float32Array(256)
  #ids = new Uint32Array(256)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Score of the best; -Infinity when there is none. */
  get bestScore(): number {
    return this.#size === 0 ? -Infinity : this.#scores[0]
  }

  push(score: number, id: number): void {
    if (this.#size === this.#ids.length) this.#grow()
    const scores = this.#scores
    const ids = this.#ids
    let place = this.#size++
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (scores[parent] >= score) break
      scores[place] = scores[parent]
      ids[place] = ids[parent]
      place = parent
    }
    scores[place] = score
    ids[place] = id
  }

  /** Takes out the best and returns its id. The queue is not empty. */
  pop(): number {
    const scores = this.#scores
    const ids = this.#ids
    const best = ids[0]
    const size = --this.#size
    const score = scores[size]
    const id = ids[size]
    let place = 0
    for (;;) {
      let child = place * 2 + 1
      if (child >= size) break
      if (child + 1 < size && scores[child + 1] > scores[child]) child++
      if (scores[child] <= score) break
      scores[place] = scores[child]
      ids[place] = ids[child]
      place = child
    }
    scores[place] = score
    ids[place] = id
    return best
  }

  #grow(): void {
    const scores = new Float32Array(this.#scores.length * 2)
    const ids = new Uint32Array(this.#ids.length * 2)
    scores.set(this.#scores)
    ids.set(this.#ids)
    this.#scores = scores
    this.#ids = ids
  }
}
