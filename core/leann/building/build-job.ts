import { buildGraph, scorerCapacity, type GraphShape } from '../graph/build-graph.ts'
import type { CsrGraph } from '../graph/csr-graph.ts'
import { pruneGraph } from '../graph/prune-graph.ts'
import { randomNumbers } from '../../random.ts'
import type { ErrorCode } from '../../types.ts'
import { createLevelRows } from './level-rows.ts'
import { mergeShards, type Pruning } from './merge-shards.ts'
import { readPlan, writePlan } from './plan-file.ts'
import { openScratchVectors, type ScratchVectors } from './scratch-vectors.ts'
import { ShardLists, writeShardLists } from './shard-lists-file.ts'
import { drawRows, planShards, rowsOfShard, type ShardPlan } from './shard-plan.ts'

/** What all steps of one build share. */
interface BuildBasis {
  /** The file of vectors. */
  readonly scratch: string
  readonly shape: GraphShape
  readonly seed: number
  /** Which build the files are of. */
  readonly key: number
}

/** One step of a build, done in a thread of its own that is gone afterwards, with its memory. */
export type BuildJob = BuildBasis &
  (
    | { readonly kind: 'whole'; readonly pruning: Pruning | null }
    | { readonly kind: 'plan'; readonly plan: string; readonly shardCount: number; readonly shardRows: number }
    | { readonly kind: 'shard'; readonly plan: string; readonly shard: number; readonly lists: string }
    | {
        readonly kind: 'merge'
        readonly plan: string
        /** The file of each shard's lists. */
        readonly lists: readonly string[]
        readonly pruning: Pruning
        readonly batchRows: number
      }
  )

/** What a thread says: how far it is, and at last the graph, null for a step that only writes files. */
export type BuildMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly graph: CsrGraph | null }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }

type Progress = (done: number, total: number) => void

/** The graph of the jobs that make one. */
export async function doBuildJob(job: BuildJob, onProgress: Progress): Promise<CsrGraph | null> {
  const scratch = openScratchVectors(job.scratch)
  try {
    if (job.kind === 'whole') return await buildWhole(scratch, job, onProgress)
    if (job.kind === 'merge') return merge(scratch, job, onProgress)
    if (job.kind === 'plan') writePlan(job.plan, job.key, planShards(scratch, { ...job, onProgress }))
    else await buildShard(scratch, job, onProgress)
    return null
  } finally {
    scratch.close()
  }
}

type JobOf<Kind extends BuildJob['kind']> = Extract<BuildJob, { kind: Kind }>

async function buildWhole(scratch: ScratchVectors, job: JobOf<'whole'>, onProgress: Progress): Promise<CsrGraph> {
  const { shape, seed, pruning } = job
  const capacity = Math.max(scorerCapacity(shape), (pruning?.maxDegree ?? 0) + 1)
  const { rowCount, dimensions } = scratch
  const rows = createLevelRows({ rowCount, dimensions, capacity })
  scratch.copyTo(rows, rowsFromTo(0, rowCount))
  const full = await buildGraph(rows.scorer, { ...shape, seed, onProgress })
  return pruning === null ? full : pruneGraph(full, rows.scorer, pruning)
}

async function buildShard(scratch: ScratchVectors, job: JobOf<'shard'>, onProgress: Progress): Promise<void> {
  const { shape, seed, key, shard, lists } = job
  const rows = rowsOfShard(planOf(job), shard)
  const { dimensions } = scratch
  const level = createLevelRows({ rowCount: rows.length, dimensions, capacity: scorerCapacity(shape) })
  scratch.copyTo(level, rows)
  const graph = await buildGraph(level.scorer, { ...shape, seed: seed + shard, onProgress })
  writeShardLists(lists, key, { graph, rows })
}

function merge(scratch: ScratchVectors, job: JobOf<'merge'>, onProgress: Progress): CsrGraph {
  const { shape, seed, pruning, batchRows } = job
  const shards = job.lists.map((path) => new ShardLists(path))
  const entryPoints = drawRows(scratch.rowCount, shape.entryCount, randomNumbers(seed))
  try {
    return mergeShards({ scratch, plan: planOf(job), shards, pruning, batchRows, entryPoints, onProgress })
  } finally {
    for (const lists of shards) lists.close()
  }
}

function planOf({ plan, key }: JobOf<'shard' | 'merge'>): ShardPlan {
  const found = readPlan(plan, key)
  if (found === null) throw new Error(`Expected the plan of this build in ${plan}`)
  return found
}

function rowsFromTo(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, i) => from + i)
}
