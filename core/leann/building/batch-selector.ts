import { NeighbourSelector } from '../graph/neighbour-selector.ts'
import type { RowScorer } from '../graph/row-scorer.ts'
import { createLevelRows, type LevelRows } from './level-rows.ts'
import type { ScratchVectors } from './scratch-vectors.ts'

export interface BatchShape {
  /** Vectors in memory at a time; more than any node has candidates. */
  readonly batchRows: number
  /** Most candidates of a node. */
  readonly maxCandidates: number
  /** Most neighbours of a node. */
  readonly maxKept: number
}

/** Takes the neighbours chosen for a node: the first `count` of `kept`, nearest first. */
export type Chosen = (node: number, kept: Uint32Array, count: number) => void

/** Candidates of the nodes of a batch, one node after the other. */
const batchCandidates = 1 << 22

/**
 * Chooses neighbours by the rule of `NeighbourSelector` for nodes whose vectors are on disk: nodes are collected until
 * their candidates' vectors fill the memory there is, then these are read and all are chosen. Nodes that come one after the
 * other had better share candidates.
 */
export class BatchSelector {
  readonly #scratch: ScratchVectors
  readonly #chosen: Chosen
  readonly #scorer: RowScorer
  readonly #rows: LevelRows
  readonly #selector: NeighbourSelector
  readonly #kept: Uint32Array
  /** Rows of the batch, each once, ascending when they are read; slotOf is their place in it, -1 for rows outside it. */
  readonly #batch: Uint32Array
  readonly #slotOf: Int32Array
  #batchCount = 0
  /** What was asked for: nodes, where the candidates of each begin, and how many to keep. */
  readonly #candidates = new Uint32Array(batchCandidates)
  #candidateCount = 0
  #nodes: number[] = []
  #starts: number[] = []
  #limits: number[] = []

  constructor(scratch: ScratchVectors, { batchRows, maxCandidates, maxKept }: BatchShape, chosen: Chosen) {
    const rowCount = Math.min(scratch.rowCount, Math.max(batchRows, maxCandidates + 1))
    this.#scratch = scratch
    this.#chosen = chosen
    this.#rows = createLevelRows({ rowCount, dimensions: scratch.dimensions, capacity: maxCandidates })
    this.#scorer = this.#rows.scorer
    this.#selector = new NeighbourSelector(this.#scorer, maxCandidates, maxKept)
    this.#kept = new Uint32Array(maxKept)
    this.#batch = new Uint32Array(rowCount)
    this.#slotOf = new Int32Array(scratch.rowCount).fill(-1)
  }

  /** Asks for up to `limit` neighbours of `node` among the first `count` of `candidates`. */
  add(node: number, candidates: { ids: Uint32Array; count: number }, limit: number): void {
    const { ids, count } = candidates
    if (this.#batchCount + count + 1 > this.#batch.length || this.#candidateCount + count > batchCandidates)
      this.flush()
    this.#nodes.push(node)
    this.#starts.push(this.#candidateCount)
    this.#limits.push(limit)
    this.#want(node)
    for (let i = 0; i < count; i++) {
      this.#candidates[this.#candidateCount++] = ids[i]
      this.#want(ids[i])
    }
  }

  /** Chooses for all that were asked for. */
  flush(): void {
    const batch = this.#batch.subarray(0, this.#batchCount)
    batch.set(batch.toSorted())
    for (let slot = 0; slot < batch.length; slot++) this.#slotOf[batch[slot]] = slot
    this.#scratch.copyTo(this.#rows, batch)
    for (let i = 0; i < this.#nodes.length; i++) this.#choose(i)
    for (let slot = 0; slot < batch.length; slot++) this.#slotOf[batch[slot]] = -1
    this.#batchCount = 0
    this.#candidateCount = 0
    this.#nodes = []
    this.#starts = []
    this.#limits = []
  }

  #want(row: number): void {
    if (this.#slotOf[row] >= 0) return
    this.#slotOf[row] = 0
    this.#batch[this.#batchCount++] = row
  }

  #choose(i: number): void {
    const { ids } = this.#scorer
    const from = this.#starts[i]
    const count = (this.#starts[i + 1] ?? this.#candidateCount) - from
    for (let c = 0; c < count; c++) ids[c] = this.#slotOf[this.#candidates[from + c]]
    const node = this.#nodes[i]
    const keptCount = this.#selector.selectUnsorted(this.#slotOf[node], count, this.#limits[i])
    for (let k = 0; k < keptCount; k++) this.#kept[k] = this.#batch[this.#selector.kept[k]]
    this.#chosen(node, this.#kept, keptCount)
  }
}
