/*
 * One graph from those of the shards. A node has two lists, one from each of its shards; their union is its candidates, and
 * the rule for choosing neighbours is applied to it (the paper truncates). Then links go back, as in
 * `graph/prune-graph.ts`. All candidates of a node lie in its two shards, so nodes are taken by pairs of shards: those of a
 * pair share candidates, and few vectors have to be in memory.
 */
import type { CsrGraph } from '../graph/csr-graph.ts'
import type { PruneOptions } from '../graph/prune-graph.ts'
import { BatchSelector } from './batch-selector.ts'
import { LinkLists, packLinks } from './link-lists.ts'
import { linksToReachAll } from './reach.ts'
import type { ScratchVectors } from './scratch-vectors.ts'
import { ListUnion, type ShardLists } from './shard-lists-file.ts'
import type { ShardPlan } from './shard-plan.ts'

/** How many links a node has in the end; see `PruneOptions`. */
export type Pruning = Pick<PruneOptions, 'hubShare' | 'maxDegree' | 'minDegree' | 'maxAverageDegree'>

export interface Merge {
  readonly scratch: ScratchVectors
  readonly plan: ShardPlan
  /** The lists of each shard. */
  readonly shards: readonly ShardLists[]
  readonly pruning: Pruning
  /** Vectors in memory at a time. */
  readonly batchRows: number
  readonly entryPoints: Uint32Array
  /** Nodes whose candidates were read, of all. */
  onProgress?(done: number, total: number): void
}

/** Nodes between two calls of `onProgress`. */
const progressNodes = 8192

/** Every node of the result can be reached from its entry points. */
export function mergeShards(merge: Merge): CsrGraph {
  const { scratch, pruning, entryPoints } = merge
  const order = nodesByPair(merge.plan)
  const lists = linkedBack(chooseForward(merge, order), pruning)
  trim(lists, merge, order)
  const extra = linksToReachAll({ lists, maxDegree: pruning.maxDegree, entryPoints, scratch })
  return { ...packLinks(lists, extra), entryPoints }
}

/** What each node chooses itself, nearest first: the first of them are what it would choose with a lower limit. */
interface Forward {
  readonly lists: LinkLists
  readonly isHub: Uint8Array
}

function chooseForward(merge: Merge, order: Uint32Array): Forward {
  const { scratch, plan, shards, pruning, batchRows, onProgress } = merge
  const places = placesInShards(plan)
  const degrees = degreesOf(plan, places, shards)
  const isHub = hubsOf(degrees, pruning.hubShare)
  const limit = (node: number): number => (isHub[node] === 1 ? pruning.maxDegree : pruning.minDegree)
  const lists = new LinkLists(degrees.map((degree, node) => Math.min(degree, limit(node))))
  const maxCandidates = largest(degrees)
  const shape = { batchRows, maxCandidates, maxKept: pruning.maxDegree }
  const selector = new BatchSelector(scratch, shape, (node, kept, count) => lists.replace(node, kept, count))
  const union = new ListUnion(maxCandidates)
  for (let i = 0; i < order.length; i++) {
    if (i % progressNodes === 0) onProgress?.(i, order.length)
    const node = order[i]
    union.read(
      { lists: shards[plan.first[node]], row: places.first[node] },
      { lists: shards[plan.second[node]], row: places.second[node] },
    )
    selector.add(node, union, limit(node))
  }
  selector.flush()
  onProgress?.(order.length, order.length)
  return { lists, isHub }
}

interface Places {
  /** [rows]: the row's number in its first shard. */
  readonly first: Uint32Array
  readonly second: Uint32Array
}

function placesInShards({ first, second, shardCount }: ShardPlan): Places {
  const places = { first: new Uint32Array(first.length), second: new Uint32Array(first.length) }
  const counts = new Uint32Array(shardCount)
  for (let row = 0; row < first.length; row++) {
    places.first[row] = counts[first[row]]++
    places.second[row] = counts[second[row]]++
  }
  return places
}

/** [rows]: neighbours in both shards; one that is in both counts twice. */
function degreesOf(plan: ShardPlan, places: Places, shards: readonly ShardLists[]): Uint16Array {
  return plan.first.map(
    (shard, row) => shards[shard].degree(places.first[row]) + shards[plan.second[row]].degree(places.second[row]),
  )
}

/** [rows], 1 for the `share` of them with most neighbours; of equal ones the first. */
function hubsOf(degrees: Uint16Array, share: number): Uint8Array {
  const isHub = new Uint8Array(degrees.length)
  const most = largest(degrees)
  const byDegree = countingOrder(degrees.map((degree) => most - degree))
  for (let i = 0; i < Math.round(share * degrees.length); i++) isHub[byDegree[i]] = 1
  return isHub
}

/** The nodes of each pair of shards together, ascending within it. */
function nodesByPair({ first, second, shardCount }: ShardPlan): Uint32Array {
  const pairs = new Uint32Array(first.length)
  for (let row = 0; row < first.length; row++)
    pairs[row] = Math.min(first[row], second[row]) * shardCount + Math.max(first[row], second[row])
  return countingOrder(pairs)
}

/** Numbers of the keys, by ascending key; equal ones stay in their order. */
function countingOrder(keys: Uint16Array | Uint32Array): Uint32Array {
  const starts = new Uint32Array(largest(keys) + 2)
  for (let i = 0; i < keys.length; i++) starts[keys[i] + 1]++
  for (let key = 1; key < starts.length; key++) starts[key] += starts[key - 1]
  const order = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) order[starts[keys[i]]++] = i
  return order
}

function largest(values: Uint8Array | Uint16Array | Uint32Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i]
  return most
}

/** The links both ways, those of nodes that are no hubs so few that the average is kept to. */
function linkedBack({ lists, isHub }: Forward, { maxDegree, minDegree, maxAverageDegree }: Pruning): LinkLists {
  for (let least = minDegree; ; least--) {
    const limits = Uint16Array.from(isHub, (hub) => (hub === 1 ? maxDegree : least))
    const degrees = new Uint32Array(isHub.length)
    let links = 0
    forEachLink(lists, limits, (node) => {
      degrees[node]++
      links++
    })
    if (least > 1 && links > maxAverageDegree * isHub.length) continue
    const both = new LinkLists(degrees)
    forEachLink(lists, limits, (node, neighbour) => both.add(node, neighbour))
    return both
  }
}

/** Each link that a node or its neighbour has chosen, once from either side. */
function forEachLink(lists: LinkLists, limits: Uint16Array, visit: (node: number, neighbour: number) => void): void {
  const { ids, starts, degrees, nodeCount } = lists
  for (let node = 0; node < nodeCount; node++) {
    const end = starts[node] + Math.min(limits[node], degrees[node])
    for (let i = starts[node]; i < end; i++) {
      visit(node, ids[i])
      if (!lists.has(ids[i], node, limits[ids[i]])) visit(ids[i], node)
    }
  }
}

/** Nodes with too many links choose among them by the same rule. */
function trim(lists: LinkLists, { scratch, pruning, batchRows }: Merge, order: Uint32Array): void {
  const { maxDegree } = pruning
  const most = largest(lists.degrees)
  if (most <= maxDegree) return
  const shape = { batchRows, maxCandidates: most, maxKept: maxDegree }
  const selector = new BatchSelector(scratch, shape, (node, kept, count) => lists.replace(node, kept, count))
  for (let i = 0; i < order.length; i++) {
    const node = order[i]
    const count = lists.degrees[node]
    if (count <= maxDegree) continue
    const start = lists.starts[node]
    selector.add(node, { ids: lists.ids.subarray(start, start + count), count }, maxDegree)
  }
  selector.flush()
}
