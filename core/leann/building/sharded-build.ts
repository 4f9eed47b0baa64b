/*
 * The graph of any number of vectors in bounded memory (the paper's sharded build): shards by k-means, every row in two,
 * each shard built by itself, then merged. Where all fit they are built in one piece. See README.md.
 */
import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { defaultBuild, type GraphShape } from '../graph/build-graph.ts'
import type { CsrGraph } from '../graph/csr-graph.ts'
import { hubPruning } from '../graph/prune-graph.ts'
import { divide, type Division } from './division.ts'
import type { Pruning } from './merge-shards.ts'
import { readPlan } from './plan-file.ts'
import { runBuildJob } from './run-build-job.ts'
import { openScratchVectors } from './scratch-vectors.ts'
import { hasShardLists } from './shard-lists-file.ts'

export interface ShardedBuild {
  /** A finished file of vectors (`scratch-vectors.ts`). */
  readonly scratch: string
  /** A folder of the caller's for what is kept between the steps; files named graph-build-* in it are ours, and gone at the end. */
  readonly folder: string
  readonly shape?: GraphShape
  /** null: as many links as building makes. */
  readonly pruning?: Pruning | null
  /** What the build may take, beside what the process has already and the graph that it returns. */
  readonly memoryBytes?: number
  /** Most threads that build shards; default: as many as there are cores. */
  readonly workers?: number
  readonly seed?: number
  readonly signal?: AbortSignal | undefined
  /** In rows, as if each took the same time. */
  onProgress?(done: number, total: number): void
  /** Another worker than build-worker, for tests. */
  readonly workerUrl?: URL
}

const defaultMemoryBytes = 512 * 2 ** 20

/**
 * Runs in threads; what is finished when it is stopped or crashes is not built again by the next call with the same
 * vectors, folder and options. The same vectors, options and seed give the same graph.
 * @throws AppError `failed` for damaged vectors and crashed threads, `disk-full`; the signal's reason when it is aborted
 */
export async function buildShardedGraph(build: ShardedBuild): Promise<CsrGraph> {
  build.signal?.throwIfAborted()
  const steps = stepsOf(build)
  return steps.division.shardCount === 1 ? inOnePiece(steps) : inShards(steps)
}

interface Steps {
  readonly basis: { readonly scratch: string; readonly shape: GraphShape; readonly seed: number; readonly key: number }
  readonly division: Division
  readonly pruning: Pruning | null
  readonly folder: string
  readonly run: { readonly signal: AbortSignal; readonly workerUrl: URL | undefined }
  /** Ends the steps that are at work, with this error. */
  stop(error: unknown): void
  /** `share` of all the work is done. */
  progress(share: number): void
}

function stepsOf(build: ShardedBuild): Steps {
  const { scratch, shape = defaultBuild, pruning = hubPruning, seed = defaultBuild.seed } = build
  const { workers = availableParallelism(), memoryBytes = defaultMemoryBytes } = build
  const { rowCount, dimensions, identity } = factsOf(scratch)
  const division = divide({ rowCount, dimensions, maxDegree: shape.maxDegree, memoryBytes, workers })
  const { maxDegree, efConstruction, entryCount } = shape
  const { shardCount, shardRows } = division
  const settings = [identity, rowCount, dimensions, maxDegree, efConstruction, entryCount, seed, shardCount, shardRows]
  const controller = new AbortController()
  const signal = build.signal === undefined ? controller.signal : AbortSignal.any([build.signal, controller.signal])
  return {
    basis: { scratch, shape, seed, key: crc32(JSON.stringify(settings)) },
    division,
    pruning,
    folder: build.folder,
    run: { signal, workerUrl: build.workerUrl },
    stop: (error) => controller.abort(error),
    progress: (share) => build.onProgress?.(Math.round(share * rowCount), rowCount),
  }
}

function factsOf(path: string): { rowCount: number; dimensions: number; identity: number } {
  const scratch = openScratchVectors(path)
  scratch.close()
  return scratch
}

async function inOnePiece({ basis, pruning, run, progress }: Steps): Promise<CsrGraph> {
  const onProgress = (done: number, total: number): void => progress(done / Math.max(1, total))
  return graphOf(await runBuildJob({ ...basis, kind: 'whole', pruning }, { ...run, onProgress }))
}

/** What part of the time each step takes, about. */
const planShare = 0.03
const mergeShare = 0.12

async function inShards(steps: Steps): Promise<CsrGraph> {
  const { basis, division, folder, run, progress } = steps
  const { shardCount } = division
  const plan = join(folder, 'graph-build-plan')
  const lists = Array.from({ length: shardCount }, (_, shard) => join(folder, `graph-build-lists-${shard}`))
  if (readPlan(plan, basis.key) === null) {
    const onProgress = (done: number, total: number): void => progress((planShare * done) / total)
    await runBuildJob({ ...basis, kind: 'plan', plan, ...division }, { ...run, onProgress })
  }
  await buildShards(steps, plan, lists)
  const onProgress = (done: number, total: number): void => progress(1 - mergeShare * (1 - done / total))
  const pruning = steps.pruning ?? unpruned(basis.shape)
  const job = { ...basis, kind: 'merge', plan, lists, pruning, batchRows: division.batchRows } as const
  const graph = graphOf(await runBuildJob(job, { ...run, onProgress }))
  for (const file of [plan, ...lists]) await rm(file, { force: true })
  return graph
}

async function buildShards(steps: Steps, plan: string, lists: readonly string[]): Promise<void> {
  const { basis, division, run, progress, stop } = steps
  const doneOf: number[] = lists.map((path) => (hasShardLists(path, basis.key) ? 1 : 0))
  const left = [...lists.keys()].filter((shard) => doneOf[shard] === 0)
  const report = (): void => {
    const done = doneOf.reduce((sum, share) => sum + share, 0) / lists.length
    progress(planShare + (1 - planShare - mergeShare) * done)
  }
  const work = async (): Promise<void> => {
    for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
      const own = shard
      const onProgress = (done: number, total: number): void => {
        doneOf[own] = done / Math.max(1, total)
        report()
      }
      await runBuildJob({ ...basis, kind: 'shard', plan, shard, lists: lists[shard] }, { ...run, onProgress })
    }
  }
  // All threads have ended when this returns: nothing is written to the folder any more.
  const ends = await Promise.allSettled(Array.from({ length: division.workers }, () => work().catch(failAll)))
  const failed = ends.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason

  function failAll(error: unknown): never {
    stop(error)
    throw error
  }
}

/** As many links as building a graph of this shape makes. */
function unpruned({ maxDegree }: GraphShape): Pruning {
  return { hubShare: 0, maxDegree, minDegree: maxDegree, maxAverageDegree: maxDegree }
}

function graphOf(graph: CsrGraph | null): CsrGraph {
  if (graph === null) throw new Error('Expected a graph from the thread that makes it')
  return graph
}
