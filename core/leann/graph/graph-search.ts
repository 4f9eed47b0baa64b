import { TopRows } from '../top-rows.ts'
import type { CsrGraph } from './csr-graph.ts'

/** One search of a graph. All strategies take it and give a `GraphAnswer`. */
export interface GraphSearch {
  readonly graph: CsrGraph
  /** Unit vector; only `recompute` and `estimate` look at it. */
  readonly query: Float32Array
  /** Width of the search: results that are kept while walking. At least `count`. */
  readonly efSearch: number
  /** Most nodes to return. */
  readonly count: number
  /** Estimates from codes: the first `count` of `ids` into `scores`. */
  estimate?(ids: Uint32Array, count: number, scores: Float32Array): void
  /** Exact scores of nodes in the order of `ids`; NaN for a node whose text is gone: it is walked through, never returned. */
  recompute(ids: readonly number[]): Promise<Float32Array>
  /** False for nodes that must not be returned (filtered out, deleted): they are walked through. */
  accept?(id: number): boolean
  /** Nodes to collect before they are recomputed together; 1 (the default) keeps to the paper's order. */
  readonly batch?: number | undefined
  /** Time after which the best so far is returned. */
  readonly budgetMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Nodes that a walk found, and what it cost. */
export interface GraphAnswer {
  /** Best first. */
  readonly ids: Uint32Array
  /** Exact scores of `ids`. */
  readonly scores: Float32Array
  /** Nodes whose vector was recomputed. */
  readonly recomputed: number
  /** Codes compared with the query. */
  readonly codesRead: number
  /** Nodes whose neighbours were looked at. */
  readonly hops: number
  /** False when the time was up before the search was over. */
  readonly isComplete: boolean
}

/** What the search cost so far. */
export interface SearchCost {
  recomputed: number
  codesRead: number
  hops: number
}

/** The results of a walk: bounded, and only what may be returned. */
export class WalkResults {
  readonly #top: TopRows
  readonly #accept: ((id: number) => boolean) | undefined

  constructor(capacity: number, accept: ((id: number) => boolean) | undefined) {
    this.#top = new TopRows(capacity)
    this.#accept = accept
  }

  /** What a node must beat to be worth a step: -Infinity until enough were found that may be returned. */
  get threshold(): number {
    return this.#top.threshold
  }

  offer(id: number, score: number): void {
    if (score <= this.#top.threshold || this.#accept?.(id) === false) return
    this.#top.add(score, id)
  }

  /** Best first. */
  sorted(): { item: number; score: number }[] {
    return this.#top.sorted()
  }

  /** The best `count` of them. */
  answer(count: number, cost: SearchCost & Pick<GraphAnswer, 'isComplete'>): GraphAnswer {
    const best = this.#top.sorted().slice(0, count)
    return {
      ids: Uint32Array.from(best, ({ item }) => item),
      scores: Float32Array.from(best, ({ score }) => score),
      ...cost,
    }
  }
}

/** A clock that says when the search's time is up; without a budget it never is. */
export function deadlineOf({ budgetMs }: Pick<GraphSearch, 'budgetMs'>): () => boolean {
  if (budgetMs === undefined) return () => false
  const end = performance.now() + budgetMs
  return () => performance.now() >= end
}
