/*
 * One graph from those of merged segments, without the vectors and without building it again: the largest graph keeps its
 * lists, a list that lost a node is chosen again among what is left and the neighbours of what went (FreshDiskANN, section 4.2),
 * and all other rows are inserted by searching, as in a build. With a scorer of codes the encoder is not asked.
 */
import { randomNumbers } from '../../random.ts'
import { connectGraph } from './connect-graph.ts'
import { packLists, type CsrGraph } from './csr-graph.ts'
import { NeighbourLists } from './neighbour-lists.ts'
import { NeighbourSelector } from './neighbour-selector.ts'
import { NodeInserter } from './node-inserter.ts'
import type { RowScorer } from './row-scorer.ts'
import { VisitedSet } from './visited-set.ts'

/** The rows of one of the merged segments. */
export interface GraphPart {
  /** null: the segment had none. */
  readonly graph: CsrGraph | null
  /** [rows of the segment]: the row in the merged one, -1 for a row that is gone. */
  readonly rows: Int32Array
}

export interface MergeOptions {
  /** M: most neighbours of a node. */
  readonly maxDegree: number
  /** m: most that a new node links to itself. */
  readonly minDegree: number
  readonly efConstruction: number
  readonly entryCount: number
  readonly seed: number
  readonly signal?: AbortSignal | undefined
  onProgress?(done: number, total: number): void
}

/** Ids that the scorer must take at once. */
export function mergeCapacity({ maxDegree, efConstruction, entryCount }: MergeOptions): number {
  // A list that lost all its nodes has the neighbours of each to choose from.
  return Math.max(maxDegree * (maxDegree + 1), efConstruction, entryCount)
}

/** Nodes between two looks at the signal. */
const batchNodes = 256

/** `scorer`: of the merged rows. At least one part has a graph. Every node can be reached from the entry points. */
export async function mergeGraphs(
  parts: readonly GraphPart[],
  scorer: RowScorer,
  options: MergeOptions,
): Promise<CsrGraph> {
  const [base, ...others] = parts.toSorted((a, b) => keptRows(b) - keptRows(a))
  if (base?.graph === undefined || base.graph === null) throw new Error('None of the merged segments has a graph')
  const merge = new GraphMerge(scorer, options, { graph: base.graph, rows: base.rows })
  await merge.keep()
  await merge.insert(others.flatMap(({ rows }) => [...rows].filter((row) => row >= 0)))
  return merge.finish()
}

/** Rows whose lists can be kept. */
function keptRows({ graph, rows }: GraphPart): number {
  return graph === null ? -1 : rows.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0)
}

interface Base {
  readonly graph: CsrGraph
  readonly rows: Int32Array
}

class GraphMerge {
  readonly #scorer: RowScorer
  readonly #options: MergeOptions
  readonly #base: Base
  readonly #lists: NeighbourLists
  readonly #selector: NeighbourSelector
  readonly #inserter: NodeInserter
  readonly #visited: VisitedSet
  readonly #entryPoints: Uint32Array
  readonly #random: () => number

  constructor(scorer: RowScorer, options: MergeOptions, base: Base) {
    const { maxDegree, minDegree, efConstruction, seed } = options
    this.#scorer = scorer
    this.#options = options
    this.#base = base
    this.#lists = new NeighbourLists(scorer.rowCount, maxDegree)
    this.#selector = new NeighbourSelector(scorer, mergeCapacity(options), maxDegree)
    this.#inserter = new NodeInserter(this.#lists, scorer, { efConstruction, forward: minDegree })
    this.#visited = new VisitedSet(scorer.rowCount)
    this.#random = randomNumbers(seed)
    this.#entryPoints = this.#entriesOf(base)
  }

  /** The lists of the base, without what is gone. */
  async keep(): Promise<void> {
    const { graph, rows } = this.#base
    for (let node = 0; node < graph.nodeCount; node++) {
      if (node % batchNodes === 0) await this.#pause()
      if (rows[node] >= 0) this.#keepList(node)
    }
  }

  /** Links rows that have no list yet. */
  async insert(rows: readonly number[]): Promise<void> {
    const order = this.#shuffled(rows)
    for (const [done, row] of order.entries()) {
      if (done % batchNodes === 0) {
        this.#options.onProgress?.(done, order.length)
        await this.#pause()
      }
      this.#inserter.insert(row, this.#entryPoints)
    }
    this.#options.onProgress?.(order.length, order.length)
  }

  finish(): CsrGraph {
    connectGraph({ lists: this.#lists, entryPoints: this.#entryPoints, scorer: this.#scorer })
    return packLists(this.#lists, this.#entryPoints)
  }

  #keepList(node: number): void {
    const { graph, rows } = this.#base
    const { ids } = this.#scorer
    const { maxDegree, minDegree } = this.#options
    const visited = this.#visited
    visited.clear()
    visited.add(rows[node])
    let count = 0
    let gone = 0
    for (let e = graph.offsets[node]; e < graph.offsets[node + 1]; e++) {
      const row = rows[graph.edges[e]]
      if (row < 0) gone++
      else if (visited.add(row)) ids[count++] = row
    }
    const kept = count
    if (gone > 0) count = this.#addNeighboursOfGone(node, count)
    if (gone === 0 && count <= maxDegree) return this.#lists.replace(rows[node], ids, count)
    const limit = Math.min(maxDegree, Math.max(minDegree, kept))
    this.#lists.replace(rows[node], this.#selector.kept, this.#selector.selectUnsorted(rows[node], count, limit))
  }

  #addNeighboursOfGone(node: number, from: number): number {
    const { graph, rows } = this.#base
    const { ids } = this.#scorer
    let count = from
    for (let e = graph.offsets[node]; e < graph.offsets[node + 1]; e++) {
      const between = graph.edges[e]
      if (rows[between] >= 0) continue
      for (let f = graph.offsets[between]; f < graph.offsets[between + 1] && count < ids.length; f++) {
        const row = rows[graph.edges[f]]
        if (row >= 0 && this.#visited.add(row)) ids[count++] = row
      }
    }
    return count
  }

  /** Those of the base that are left, and others of its rows in place of what is gone. */
  #entriesOf({ graph, rows }: Base): Uint32Array {
    const alive = rows.filter((row) => row >= 0)
    const entries = new Set([...graph.entryPoints].map((node) => rows[node]).filter((row) => row >= 0))
    const wanted = Math.min(this.#options.entryCount, alive.length)
    while (entries.size < wanted) entries.add(alive[Math.floor(this.#random() * alive.length)])
    return Uint32Array.from(entries)
  }

  #shuffled(rows: readonly number[]): readonly number[] {
    const keys = new Map(rows.map((row) => [row, this.#random()]))
    return rows.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
  }

  async #pause(): Promise<void> {
    await new Promise(setImmediate)
    this.#options.signal?.throwIfAborted()
  }
}
