/*
 * The one piece of upkeep that embeds everything again: all segments become one, and its graph is built from the chunks'
 * embeddings instead of their codes. What was embedded and built so far stays in a scratch folder of the library until it is done, so
 * that a run that was stopped goes on where it was.
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Encoder } from '../embed/encoder.ts'
import { openScratchVectors, resumeScratchVectors } from '../leann/building/scratch-vectors.ts'
import { buildShardedGraph } from '../leann/building/sharded-build.ts'
import { averageDegree } from '../leann/graph/csr-graph.ts'
import { writeGraph } from '../leann/graph/graph-file.ts'
import type { LiveSegment } from '../leann/live-segments.ts'
import { chunkAt, type Segment } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'
import { inputOf, type PassageReader } from '../search/passages.ts'
import type { OptimizeProgress, OptimizeSummary } from '../types.ts'

export interface OptimizeParts {
  readonly store: Store
  readonly encoder: Encoder
  readonly passages: PassageReader
}

export interface OptimizeOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: OptimizeProgress) => void
}

/** What the names of scratch folders begin with; the rest is the segment's name. */
export const scratchPrefix = 'optimize-'

/** Rows embedded between two looks at the signal. */
const blockRows = 512

/** Aborting leaves a sound library and what is done for the next run: `cancelled`. */
export async function optimize(parts: OptimizeParts, options: OptimizeOptions): Promise<OptimizeSummary> {
  const started = performance.now()
  const { store } = parts
  options.onProgress({ phase: 'merging', done: 0, total: store.liveRows })
  await store.inTurn(async () => {
    const change = await store.prepareMerge()
    await change?.publish()
  })
  const [live] = store.segments
  const nothing = { chunks: 0, embedded: 0, resumed: 0, stale: 0, graphBytes: 0, averageDegree: 0, cancelled: false }
  const summary = live === undefined ? nothing : await withScratch(parts, live, options)
  return { ...summary, elapsedMs: performance.now() - started }
}

type Outcome = Omit<OptimizeSummary, 'elapsedMs'>

async function withScratch(parts: OptimizeParts, live: LiveSegment, options: OptimizeOptions): Promise<Outcome> {
  const { store } = parts
  const { segment } = live
  const name = `${scratchPrefix}${basename(segment.name, '.lsg')}`
  await removeScratch(store.folder, name)
  const folder = join(store.folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const counts = { chunks: segment.rowCount, embedded: 0, resumed: 0, stale: 0, graphBytes: 0, averageDegree: 0 }
  try {
    Object.assign(counts, await embedRows(parts, { segment, folder, ...options }))
    Object.assign(counts, await buildAndPublish(parts, { segment, folder, ...options }))
  } catch (error) {
    if (!options.signal.aborted) throw error
    return { ...counts, cancelled: true }
  }
  await removeScratch(store.folder)
  return { ...counts, cancelled: false }
}

interface Work extends OptimizeOptions {
  readonly segment: Segment
  readonly folder: string
}

const vectorsName = 'vectors.lsv'

async function embedRows(
  { encoder, passages, store }: OptimizeParts,
  { segment, folder, signal, onProgress }: Work,
): Promise<Pick<Outcome, 'embedded' | 'resumed' | 'stale'>> {
  const path = join(folder, vectorsName)
  if (isFinished(path, segment.rowCount)) return { embedded: 0, resumed: segment.rowCount, stale: 0 }
  const writer = await resumeScratchVectors(path, encoder.dimensions)
  const resumed = writer.rowCount
  let stale = 0
  try {
    for (let row = resumed; row < segment.rowCount; row += blockRows) {
      signal.throwIfAborted()
      onProgress({ phase: 'embedding', done: row, total: segment.rowCount })
      const rows = Array.from({ length: Math.min(blockRows, segment.rowCount - row) }, (_, i) => row + i)
      const chunks = rows.map((at) => chunkAt(segment, at))
      const read = await passages.read(chunks, store.generation)
      // What changed meanwhile has no vector and waits to be indexed; nothing leads to it but the links that keep all in reach.
      stale += read.filter((passage) => passage === null).length
      const inputs = read.map(inputOf)
      await writer.append(await encoder.embed(inputs, signal, { background: {} }))
    }
    await writer.finish()
  } catch (error) {
    await writer.close()
    throw error
  }
  return { embedded: segment.rowCount - resumed, resumed, stale }
}

/** Whether an earlier run embedded all. A file that is not whole is gone on with. */
function isFinished(path: string, rows: number): boolean {
  try {
    const scratch = openScratchVectors(path)
    scratch.close()
    return scratch.rowCount === rows
  } catch {
    return false
  }
}

async function buildAndPublish(
  { store }: OptimizeParts,
  { segment, folder, signal, onProgress }: Work,
): Promise<Pick<Outcome, 'graphBytes' | 'averageDegree'>> {
  const graph = await buildShardedGraph({
    scratch: join(folder, vectorsName),
    folder,
    signal,
    onProgress: (done, total) => onProgress({ phase: 'linking', done, total }),
  })
  const file = writeGraph(graph)
  await store.inTurn(async () => {
    const change = await store.prepareGraph(segment.name, file, { isReplacement: true })
    await change?.publish()
  })
  return { graphBytes: file.length, averageDegree: averageDegree(graph) }
}

/** Scratch folders of runs that were never finished, but for `kept`: their segments are gone. */
async function removeScratch(library: string, kept?: string): Promise<void> {
  for (const name of await readdir(library)) {
    if (name.startsWith(scratchPrefix) && name !== kept) await rm(join(library, name), { recursive: true, force: true })
  }
}
