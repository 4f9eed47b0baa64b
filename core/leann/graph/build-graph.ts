/*
 * The full graph: level 0 of HNSW (Malkov & Yashunin 2018) in typed arrays. Nodes come in a random order; each searches the
 * graph so far, links to those that the relative-neighbourhood rule keeps, and is linked back; a list that overflows is
 * chosen again by the same rule.
 */
import { randomNumbers } from '../../random.ts'
import { Beam } from './beam.ts'
import { connectGraph } from './connect-graph.ts'
import { packLists, type CsrGraph } from './csr-graph.ts'
import { NeighbourLists } from './neighbour-lists.ts'
import { NeighbourSelector } from './neighbour-selector.ts'
import type { RowScorer } from './row-scorer.ts'
import { searchGraph } from './row-search.ts'
import { VisitedSet } from './visited-set.ts'

export interface GraphShape {
  /** Most neighbours of a node (M0). A new node links to half as many itself (M). */
  readonly maxDegree: number
  /** Width of the search while building. */
  readonly efConstruction: number
  /** Nodes where a search starts. */
  readonly entryCount: number
}

export interface BuildOptions extends GraphShape {
  /** The same vectors, options and seed give the same graph. */
  readonly seed: number
  readonly signal?: AbortSignal | undefined
  /** Called between batches. */
  onProgress?(done: number, total: number): void
}

/** Measured on 20,000 and 100,000 real chunks, see `README.md`. */
export const defaultBuild = { maxDegree: 64, efConstruction: 128, entryCount: 64, seed: 1 } as const

/** Nodes between two looks at the signal. */
const batchNodes = 256

/** Ids that a scorer must take at once for a build with these options. */
export function scorerCapacity({ maxDegree, efConstruction, entryCount }: GraphShape): number {
  return Math.max(maxDegree + 1, efConstruction, entryCount)
}

/** Rejects with the signal's reason when it is aborted. Every node of the result can be reached from its entry points. */
export async function buildGraph(scorer: RowScorer, options: BuildOptions): Promise<CsrGraph> {
  const { rowCount } = scorer
  const builder = new GraphBuilder(scorer, options)
  const order = shuffled(rowCount, options.seed)
  for (let i = 0; i < rowCount; i++) {
    if (i % batchNodes === 0) {
      options.onProgress?.(i, rowCount)
      // Lets an abort come in.
      await new Promise(setImmediate)
      options.signal?.throwIfAborted()
    }
    builder.insert(order[i])
  }
  options.onProgress?.(rowCount, rowCount)
  const entryPoints = order.slice(0, options.entryCount)
  connectGraph({ lists: builder.lists, entryPoints, scorer })
  return packLists(builder.lists, entryPoints)
}

class GraphBuilder {
  readonly lists: NeighbourLists
  readonly #scorer: RowScorer
  readonly #selector: NeighbourSelector
  readonly #beam: Beam
  readonly #visited: VisitedSet
  readonly #entryPoints: Uint32Array
  readonly #forward: number
  #entries = 0

  constructor(scorer: RowScorer, options: BuildOptions) {
    const { maxDegree, efConstruction, entryCount } = options
    this.lists = new NeighbourLists(scorer.rowCount, maxDegree)
    this.#scorer = scorer
    this.#selector = new NeighbourSelector(scorer, Math.max(maxDegree + 1, efConstruction), maxDegree)
    this.#beam = new Beam(efConstruction)
    this.#visited = new VisitedSet(scorer.rowCount)
    this.#entryPoints = new Uint32Array(entryCount)
    this.#forward = maxDegree >> 1
  }

  insert(node: number): void {
    searchGraph(node, {
      lists: this.lists,
      entryPoints: this.#entryPoints.subarray(0, this.#entries),
      scorer: this.#scorer,
      beam: this.#beam,
      visited: this.#visited,
    })
    const { kept } = this.#selector
    const count = this.#selector.select(this.#beam, this.#forward)
    this.lists.replace(node, kept, count)
    // The lists of the neighbours are chosen with the same selector, so `kept` does not last.
    const start = node * this.lists.capacity
    for (let i = start; i < start + count; i++) this.#linkBack(this.lists.ids[i], node)
    if (this.#entries < this.#entryPoints.length) this.#entryPoints[this.#entries++] = node
  }

  #linkBack(node: number, neighbour: number): void {
    const { lists } = this
    if (lists.add(node, neighbour)) return
    const { ids } = this.#scorer
    const { capacity } = lists
    for (let i = 0; i < capacity; i++) ids[i] = lists.ids[node * capacity + i]
    ids[capacity] = neighbour
    const count = this.#selector.selectUnsorted(node, capacity + 1, capacity)
    lists.replace(node, this.#selector.kept, count)
  }
}

function shuffled(count: number, seed: number): Uint32Array {
  const random = randomNumbers(seed)
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = order[i]
    order[i] = order[j]
    order[j] = held
  }
  return order
}
