import { Beam } from './beam.ts'
import type { NeighbourLists } from './neighbour-lists.ts'
import { NeighbourSelector } from './neighbour-selector.ts'
import type { RowScorer } from './row-scorer.ts'
import { searchGraph } from './row-search.ts'
import { VisitedSet } from './visited-set.ts'

export interface InsertShape {
  /** Width of the search for neighbours. */
  readonly efConstruction: number
  /** Most neighbours that a new node chooses itself. */
  readonly forward: number
}

/** Inserts nodes into a graph as HNSW does: searches for a node, links it to what the selector keeps, and links these back. */
export class NodeInserter {
  readonly #lists: NeighbourLists
  readonly #scorer: RowScorer
  readonly #shape: InsertShape
  readonly #selector: NeighbourSelector
  readonly #beam: Beam
  readonly #visited: VisitedSet

  constructor(lists: NeighbourLists, scorer: RowScorer, shape: InsertShape) {
    const { capacity } = lists
    this.#lists = lists
    this.#scorer = scorer
    this.#shape = shape
    this.#selector = new NeighbourSelector(scorer, Math.max(capacity + 1, shape.efConstruction), capacity)
    this.#beam = new Beam(shape.efConstruction)
    this.#visited = new VisitedSet(scorer.rowCount)
  }

  /** `node` has no links yet; the search starts at `entryPoints`. */
  insert(node: number, entryPoints: Uint32Array): void {
    const lists = this.#lists
    searchGraph(node, { lists, entryPoints, scorer: this.#scorer, beam: this.#beam, visited: this.#visited })
    const count = this.#selector.select(this.#beam, this.#shape.forward)
    lists.replace(node, this.#selector.kept, count)
    // The lists of the neighbours are chosen with the same selector, so `kept` does not last.
    const start = node * lists.capacity
    for (let i = start; i < start + count; i++) this.#selector.link(lists, lists.ids[i], node)
  }
}
