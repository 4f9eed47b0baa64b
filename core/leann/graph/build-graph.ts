/*
 * The full graph: level 0 of HNSW (Malkov & Yashunin 2018) in typed arrays. Nodes come in a random order; each searches the
 * graph so far, links to those that the relative-neighbourhood rule keeps, and is linked back; a list that overflows is
 * chosen again by the same rule.
 */
import { randomNumbers } from '../../random.ts'
import { connectGraph } from './connect-graph.ts'
import { packLists, type CsrGraph } from './csr-graph.ts'
import { NeighbourLists } from './neighbour-lists.ts'
import { NodeInserter } from './node-inserter.ts'
import type { RowScorer } from './row-scorer.ts'

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
  const { maxDegree, efConstruction, entryCount } = options
  const lists = new NeighbourLists(rowCount, maxDegree)
  const inserter = new NodeInserter(lists, scorer, { efConstruction, forward: maxDegree >> 1 })
  const order = shuffled(rowCount, options.seed)
  for (let i = 0; i < rowCount; i++) {
    if (i % batchNodes === 0) {
      options.onProgress?.(i, rowCount)
      // Lets an abort come in.
      await new Promise(setImmediate)
      options.signal?.throwIfAborted()
    }
    inserter.insert(order[i], order.subarray(0, Math.min(i, entryCount)))
  }
  options.onProgress?.(rowCount, rowCount)
  const entryPoints = order.slice(0, entryCount)
  connectGraph({ lists, entryPoints, scorer })
  return packLists(lists, entryPoints)
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
