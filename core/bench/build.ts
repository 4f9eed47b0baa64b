/* How long graphs take to build, in how much memory, and how good they are: in one piece, sharded, and in usearch. */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createScratchVectors } from '../leann/building/scratch-vectors.ts'
import { divide, pieceBytes } from '../leann/building/division.ts'
import { defaultBuild } from '../leann/graph/build-graph.ts'
import { averageDegree } from '../leann/graph/csr-graph.ts'
import { readGraph } from '../leann/graph/graph-file.ts'
import { walkExact } from '../leann/graph/walk-exact.ts'
import { dotRow } from '../leann/dot-row.ts'
import { round, table, type Bench, type BenchContext } from './bench.ts'
import type { BuildApart, BuiltApart } from './building/build-apart.ts'
import { blocksOf, buildData, tenthScores, type BuildData } from './building/build-data.ts'
import { installedPeers } from './peers/installed-peers.ts'
import { recallAt } from './recall/ground-truth.ts'
import { loadRecallData } from './recall/recall-data.ts'
import { withTemporaryFolder } from './temporary.ts'

/** Width of the searches that measure recall, in our graphs and in usearch's. */
const efSearch = 80
const largeChunks = 1_000_000
/** What a sharded build may take at 1M: its default. */
const largeMemoryBytes = 512 * 2 ** 20

interface BuildRow {
  readonly chunks: number
  readonly mode: string
  readonly seconds: number
  /** Of all threads together. */
  readonly cpuSeconds: number
  readonly peakRssMB: number
  readonly recall10: number
}

/** Building only: the vectors have been embedded and lie on disk, ours in 7 bits a dimension, usearch's as float32. */
export const buildBench: Bench = {
  summary: 'time, memory and recall of graphs built in one piece, sharded, and by usearch',
  run: async (context) => {
    const data = await loadRecallData(context)
    const given = data.vectors.length / data.dimensions
    context.print(`machine load at the start: ${round(loadavg()[0])}`)
    context.print(`recall@10 of ${buildData(data, given).queries.length} queries, efSearch ${efSearch}`)
    const rows: BuildRow[] = []
    for (const chunks of context.isLarge ? [given, largeChunks] : [given])
      rows.push(...(await withTemporaryFolder((folder) => measure(context, buildData(data, chunks), folder))))
    const cells = rows.map((row) => Object.values(row) as (string | number)[])
    for (const line of table([Object.keys(rows[0]), ...cells])) context.print(line)
    return { rows }
  },
}

async function measure(context: BenchContext, data: BuildData, folder: string): Promise<BuildRow[]> {
  const place = await writeVectors(context, data, folder)
  const rows: BuildRow[] = []
  const tenths = tenthScores(data)
  for (const { mode, job } of modesOf(context, data, place)) {
    const built = buildApart(job)
    const { recall10, note } =
      job.kind === 'ours' ? await ourRecall(job.graph, data, tenths) : foundRecall(built, data, tenths)
    context.print(`${data.rowCount}, ${mode}: ${round(built.seconds)} s${note}`)
    const { seconds, cpuSeconds, peakRssMB } = built
    rows.push({
      chunks: data.rowCount,
      mode,
      seconds: round(seconds),
      cpuSeconds: round(cpuSeconds),
      peakRssMB: round(peakRssMB),
      recall10: round(recall10),
    })
  }
  return rows
}

/** Files that the builds read. */
interface Place {
  readonly folder: string
  readonly scratch: string
  readonly vectors: string
  readonly queries: string
}

async function writeVectors({ print }: BenchContext, data: BuildData, folder: string): Promise<Place> {
  const place = {
    folder,
    scratch: join(folder, 'vectors.lsv'),
    vectors: join(folder, 'vectors.f32'),
    queries: join(folder, 'queries.f32'),
  }
  await writeFile(place.queries, Buffer.concat(data.queries.map((query) => new Uint8Array(query.buffer))))
  const plain = openSync(place.vectors, 'w')
  const writer = await createScratchVectors(place.scratch, data.dimensions)
  let ms = 0
  for (const { vectors } of blocksOf(data)) {
    writeSync(plain, new Uint8Array(vectors.buffer))
    const started = performance.now()
    await writer.append(vectors)
    ms += performance.now() - started
  }
  await writer.finish()
  closeSync(plain)
  print(
    `${data.rowCount} chunks of ${data.dimensions} dimensions; written to the scratch file in ${round(ms / 1000)} s`,
  )
  return place
}

interface Mode {
  readonly mode: string
  readonly job: BuildApart
}

function modesOf(context: BenchContext, data: BuildData, place: Place): Mode[] {
  const { dimensions, rowCount } = data
  const threads = Math.min(2, availableParallelism())
  const isLarge = rowCount >= largeChunks
  const ours = (mode: string, options: { isPruned: boolean; memoryBytes: number; workers: number }): Mode => {
    const graph = join(place.folder, `${mode.replaceAll(/\W+/gu, '-')}.lgr`)
    return { mode, job: { kind: 'ours', ...place, ...options, graph } }
  }
  const usearch = (precision: 'f32' | 'i8', threads: number): Mode => ({
    mode: `usearch ${precision}, ${threads} thread${threads === 1 ? '' : 's'}`,
    job: { kind: 'usearch', ...place, dimensions, rowCount, precision, threads, efSearch },
  })
  const hasUsearch = installedPeers(context).some(({ name }) => name === 'usearch')
  const peers = isLarge ? [usearch('f32', threads)] : [usearch('f32', 1), usearch('f32', threads), usearch('i8', 1)]
  const { maxDegree } = defaultBuild
  const bytesOf = (share: number): number => pieceBytes({ rowCount: share * rowCount, dimensions, maxDegree })
  const whole = { memoryBytes: 2 * bytesOf(1), workers: 1 }
  const sharded = (memoryBytes: number, workers: number): Mode => {
    const { shardCount } = divide({ rowCount, dimensions, maxDegree, memoryBytes, workers })
    const mode = `${shardCount} shards, pruned, ${workers} thread${workers === 1 ? '' : 's'}`
    return ours(mode, { isPruned: true, memoryBytes, workers })
  }
  return [
    ...(hasUsearch ? peers : []),
    ...(isLarge ? [] : [ours('one piece, unpruned', { isPruned: false, ...whole })]),
    ours('one piece, pruned', { isPruned: true, ...whole }),
    // Fewer chunks would fit into one piece: they get less than that takes, so that they are divided too.
    ...(isLarge ? [sharded(largeMemoryBytes, 2)] : [sharded(bytesOf(0.3), 1), sharded(0.8 * bytesOf(1), 2)]),
  ]
}

function buildApart(job: BuildApart): BuiltApart {
  const script = fileURLToPath(import.meta.resolve('./building/build-apart.ts'))
  const answer = execFileSync(process.execPath, [script, JSON.stringify(job)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  })
  return JSON.parse(answer.trim().split('\n').at(-1) ?? '') as BuiltApart
}

interface Recall {
  readonly recall10: number
  /** Something to add to the line for people. */
  readonly note: string
}

async function ourRecall(file: string, data: BuildData, tenths: readonly number[]): Promise<Recall> {
  const graph = readGraph(readFileSync(file), file)
  let recall = 0
  let recomputed = 0
  for (const [i, query] of data.queries.entries()) {
    const recompute = async (ids: readonly number[]): Promise<Float32Array> => scoresOf(ids, query, data)
    const answer = await walkExact({ graph, query, efSearch, count: 10, recompute })
    recall += recallAt(answer.scores, 10, tenths[i])
    recomputed += answer.recomputed
  }
  const count = data.queries.length
  const note = `, ${round(averageDegree(graph))} links a node, ${Math.round(recomputed / count)} recomputed a query`
  return { recall10: recall / count, note }
}

function foundRecall({ found }: BuiltApart, data: BuildData, tenths: readonly number[]): Recall {
  const shares = found.map((rows, i) => recallAt(scoresOf(rows, data.queries[i], data), 10, tenths[i]))
  return { recall10: shares.reduce((sum, share) => sum + share, 0) / shares.length, note: '' }
}

function scoresOf(rows: readonly number[], query: Float32Array, data: BuildData): Float32Array {
  return Float32Array.from(rows, (row) => dotRow(query, data.rows(row, row + 1), 0))
}
