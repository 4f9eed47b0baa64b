/*
 * Pruning (the paper's Algorithm 3): few links forward, all links back. Every node chooses again, by the same rule, among
 * its neighbours in the full graph: hubs up to `maxDegree`, the rest `minDegree`; links back are allowed up to `maxDegree`
 * for everyone. The paper searches the graph for each node's candidates; its list in the full graph holds the same ones
 * (`README.md` has the measurement) and costs no search.
 */
import { connectGraph } from './connect-graph.ts'
import { averageDegree, packLists, type CsrGraph } from './csr-graph.ts'
import { NeighbourLists } from './neighbour-lists.ts'
import { NeighbourSelector } from './neighbour-selector.ts'
import type { RowScorer } from './row-scorer.ts'

export interface PruneOptions {
  /** Part of the nodes, those with most neighbours in the full graph, that choose `maxDegree`; 0: no hubs. */
  readonly hubShare: number
  /** M: most neighbours of any node. */
  readonly maxDegree: number
  /** m: most that a node which is no hub chooses itself. */
  readonly minDegree: number
  /** Most links a node on average: where `minDegree` gives more, it is lowered, and the pruning (a second for 100,000 nodes) repeated. */
  readonly maxAverageDegree: number
  readonly signal?: AbortSignal | undefined
  /** Begins again when the pruning is repeated. */
  onProgress?(done: number, total: number): void
}

/** The paper's 2 percent of hubs; m is M / 3 in place of its M / 5, for which there is room (`README.md`). */
export const hubPruning = { hubShare: 0.02, maxDegree: 32, minDegree: 10, maxAverageDegree: 13 } as const
/** The same with as many links and no hubs. */
export const plainPruning = { hubShare: 0, maxDegree: 32, minDegree: 10, maxAverageDegree: 13 } as const

const batchNodes = 4096

/** `scorer` takes as many ids at once as any node has neighbours before or after. Rejects when the signal is aborted. */
export async function pruneGraph(full: CsrGraph, scorer: RowScorer, options: PruneOptions): Promise<CsrGraph> {
  for (let { minDegree } = options; ; minDegree--) {
    const graph = await pruneOnce(full, scorer, { ...options, minDegree })
    if (averageDegree(graph) <= options.maxAverageDegree || minDegree === 1) return graph
  }
}

async function pruneOnce(full: CsrGraph, scorer: RowScorer, options: PruneOptions): Promise<CsrGraph> {
  const { nodeCount, entryPoints } = full
  const forward = new NeighbourLists(nodeCount, options.maxDegree)
  const pass = new PruningPass(full, scorer, options)
  const steps: ((node: number) => void)[] = [
    (node) => pass.choose(node, forward),
    (node) => pass.linkBack(node, forward),
  ]
  for (const [number, step] of steps.entries()) {
    for (let node = 0; node < nodeCount; node++) {
      if (node % batchNodes === 0) {
        options.onProgress?.(number * nodeCount + node, steps.length * nodeCount)
        await new Promise(setImmediate)
        options.signal?.throwIfAborted()
      }
      step(node)
    }
  }
  options.onProgress?.(steps.length * nodeCount, steps.length * nodeCount)
  connectGraph({ lists: pass.lists, entryPoints, scorer })
  return packLists(pass.lists, entryPoints)
}

class PruningPass {
  readonly lists: NeighbourLists
  readonly #full: CsrGraph
  readonly #scorer: RowScorer
  readonly #selector: NeighbourSelector
  readonly #isHub: Uint8Array
  readonly #options: PruneOptions

  constructor(full: CsrGraph, scorer: RowScorer, options: PruneOptions) {
    this.#full = full
    this.#scorer = scorer
    this.#options = options
    this.#selector = new NeighbourSelector(scorer, scorer.ids.length, options.maxDegree)
    this.#isHub = hubsOf(full, options.hubShare)
    this.lists = new NeighbourLists(full.nodeCount, options.maxDegree)
  }

  /** The links of a node itself, into `forward`. */
  choose(node: number, forward: NeighbourLists): void {
    const { offsets, edges } = this.#full
    const { ids } = this.#scorer
    const from = offsets[node]
    const count = offsets[node + 1] - from
    for (let i = 0; i < count; i++) ids[i] = edges[from + i]
    const limit = this.#isHub[node] === 1 ? this.#options.maxDegree : this.#options.minDegree
    forward.replace(node, this.#selector.kept, this.#selector.selectUnsorted(node, count, limit))
  }

  /** Puts the node's links into the result, both ways. */
  linkBack(node: number, forward: NeighbourLists): void {
    const start = node * forward.capacity
    const end = start + forward.degrees[node]
    for (let i = start; i < end; i++) {
      this.#link(node, forward.ids[i])
      this.#link(forward.ids[i], node)
    }
  }

  #link(node: number, neighbour: number): void {
    const { lists } = this
    if (!lists.has(node, neighbour)) this.#selector.link(lists, node, neighbour)
  }
}

/** [nodes], 1 for the `share` of them with most neighbours; of equal ones the first. */
function hubsOf({ nodeCount, offsets }: CsrGraph, share: number): Uint8Array {
  const isHub = new Uint8Array(nodeCount)
  const nodes = Uint32Array.from({ length: nodeCount }, (_, node) => node)
  const degree = (node: number): number => offsets[node + 1] - offsets[node]
  nodes.sort((a, b) => degree(b) - degree(a) || a - b)
  for (const node of nodes.subarray(0, Math.round(share * nodeCount))) isHub[node] = 1
  return isHub
}
