/* The thread that makes one segment's graph from its codes. */
import { parentPort, workerData } from 'node:worker_threads'
import { buildGraph, defaultBuild, scorerCapacity } from './graph/build-graph.ts'
import { createCodeScorer } from './graph/code-scorer.ts'
import type { CsrGraph } from './graph/csr-graph.ts'
import { writeGraph } from './graph/graph-file.ts'
import { mergeCapacity, mergeGraphs, type GraphPart } from './graph/merge-graphs.ts'
import { hubPruning, pruneGraph } from './graph/prune-graph.ts'
import type { BitsPerDimension } from '../types.ts'
import { letOthersFirst, ownThread } from '../thread-share.ts'
import type { Codes } from './codes.ts'

/** What the thread is started with. */
export interface GraphJob {
  readonly codes: Codes
  /** As in the codec; default: 1. */
  readonly bitsPerDimension?: BitsPerDimension | undefined
  /** The segments that were merged into this one, where one of them had a graph; else empty. */
  readonly parts: readonly GraphPart[]
}

/** What it says: how far it is, and at last the bytes of the graph's file. */
export type GraphMessage = { readonly done: number; readonly total: number } | { readonly file: Uint8Array }

const mergeOptions = { ...defaultBuild, maxDegree: hubPruning.maxDegree, minDegree: hubPruning.minDegree }

async function graphOf({ codes, bitsPerDimension = 1, parts }: GraphJob): Promise<CsrGraph> {
  const onProgress = (done: number, total: number): void =>
    parentPort?.postMessage({ done, total } satisfies GraphMessage)
  const capacity = Math.max(scorerCapacity(defaultBuild), mergeCapacity(mergeOptions))
  const scorer = createCodeScorer(codes, capacity, { bitsPerDimension })
  if (parts.some(({ graph }) => graph !== null)) return mergeGraphs(parts, scorer, { ...mergeOptions, onProgress })
  return pruneGraph(await buildGraph(scorer, { ...defaultBuild, onProgress }), scorer, hubPruning)
}

// Nobody waits for a graph: without one a search is a scan.
letOthersFirst(ownThread())
const file = writeGraph(await graphOf(workerData as GraphJob))
parentPort?.postMessage({ file } satisfies GraphMessage)
