import { ScoreQueue } from './score-queue.ts'

/**
 * The global approximate queue of the paper's Algorithm 2: everything seen so far by its estimate, of which the best share
 * is to be recomputed. The share is of all that was ever added, so a node that was passed over can come in later, when the
 * queue has grown. Two heaps meet at the border of the share.
 */
export class RankedShare {
  /** 0 to 1. */
  readonly #share: number
  /** The best share, worst first (scores negated). */
  readonly #top = new ScoreQueue()
  readonly #rest = new ScoreQueue()
  /** 1 for a node that was handed out. */
  readonly #isTaken: Uint8Array

  constructor(share: number, nodeCount: number) {
    this.#share = share
    this.#isTaken = new Uint8Array(nodeCount)
  }

  add(id: number, score: number): void {
    this.#rest.push(score, id)
  }

  /** Appends the nodes that belong to the best share now and were never handed out. */
  take(into: number[]): void {
    const size = Math.ceil(this.#share * (this.#top.size + this.#rest.size))
    while (this.#top.size < size) this.#promote(into)
    while (this.#rest.bestScore > -this.#top.bestScore) {
      this.#rest.push(-this.#top.bestScore, this.#top.pop())
      this.#promote(into)
    }
  }

  /** Appends the best that were never handed out, `count` of them at most, whatever the share. */
  takeBest(into: number[], count: number): void {
    const wanted = into.length + count
    while (into.length < wanted && this.#rest.size > 0) this.#promote(into)
  }

  #promote(into: number[]): void {
    const score = this.#rest.bestScore
    const id = this.#rest.pop()
    this.#top.push(-score, id)
    if (this.#isTaken[id] === 1) return
    this.#isTaken[id] = 1
    into.push(id)
  }
}
