/*
 * `node build-apart.ts '<job as JSON>'`: builds one graph in a process of its own, so that the peak of its memory is its
 * own, and prints what it took as one line of JSON.
 */
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildShardedGraph } from '../../leann/building/sharded-build.ts'
import { defaultBuild } from '../../leann/graph/build-graph.ts'
import { writeGraph } from '../../leann/graph/graph-file.ts'
import { hubPruning } from '../../leann/graph/prune-graph.ts'
import { createUsearchIndex } from '../peers/usearch.ts'

/** What to build. */
export type BuildApart =
  | {
      readonly kind: 'ours'
      /** A finished file of vectors, and a folder for the rest. */
      readonly scratch: string
      readonly folder: string
      readonly isPruned: boolean
      readonly memoryBytes: number
      readonly workers: number
      /** Where the graph goes. */
      readonly graph: string
    }
  | {
      readonly kind: 'usearch'
      /** Little-endian float32 rows; the queries too. */
      readonly vectors: string
      readonly queries: string
      readonly dimensions: number
      readonly rowCount: number
      readonly precision: 'f32' | 'i8'
      readonly threads: number
      readonly efSearch: number
    }

/** What it took. */
export interface BuiltApart {
  readonly seconds: number
  /** Time of all threads together: what a busy machine does not change much. */
  readonly cpuSeconds: number
  /** When the build was over, before anything was searched or written. */
  readonly peakRssMB: number
  /** For each query the rows found; of a peer, which is searched in the same process. */
  readonly found: readonly (readonly number[])[]
}

const blockRows = 4096

async function buildOurs(job: Extract<BuildApart, { kind: 'ours' }>): Promise<BuiltApart> {
  const { isPruned, ...options } = job
  const clock = startClock()
  const graph = await buildShardedGraph({ ...options, pruning: isPruned ? hubPruning : null })
  const took = { ...clock(), peakRssMB: peakRssMB(), found: [] }
  writeFileSync(job.graph, writeGraph(graph))
  return took
}

function buildUsearch(job: Extract<BuildApart, { kind: 'usearch' }>): BuiltApart {
  const { dimensions, rowCount, precision, threads, efSearch } = job
  const peers = createRequire(join(import.meta.dirname, '../peers/package.json'))
  const { maxDegree, efConstruction } = defaultBuild
  // Its connectivity is M: half of the neighbours that a node of level 0 may have.
  const hnsw = { maxDegree: maxDegree / 2, efConstruction, efSearch }
  const index = createUsearchIndex(peers('usearch'), { dimensions, precision, hnsw })
  const file = openSync(job.vectors, 'r')
  const block = new Float32Array(blockRows * dimensions)
  const took = { seconds: 0, cpuSeconds: 0 }
  for (let from = 0; from < rowCount; from += blockRows) {
    const count = Math.min(blockRows, rowCount - from)
    readSync(file, block, 0, count * dimensions * 4, from * dimensions * 4)
    const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(from + i))
    const clock = startClock()
    index.add(keys, block.subarray(0, count * dimensions), threads)
    const { seconds, cpuSeconds } = clock()
    took.seconds += seconds
    took.cpuSeconds += cpuSeconds
  }
  closeSync(file)
  const peak = peakRssMB()
  const queries = new Float32Array(new Uint8Array(readFileSync(job.queries)).buffer)
  const found = Array.from({ length: queries.length / dimensions }, (_, i) => {
    const { keys } = index.search(queries.subarray(i * dimensions, (i + 1) * dimensions), 10, 1)
    return Array.from(keys, Number)
  })
  return { ...took, peakRssMB: peak, found }
}

function startClock(): () => Pick<BuiltApart, 'seconds' | 'cpuSeconds'> {
  const started = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 }
  }
}

/** The most memory that this process has had: of its own since it began (VmHWM) where the system says, else by getrusage. */
function peakRssMB(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return Number(kilobytes) / 1024
  } catch {
    return process.resourceUsage().maxRSS / 1024
  }
}

const job = JSON.parse(process.argv[2]) as BuildApart
const built = job.kind === 'ours' ? await buildOurs(job) : buildUsearch(job)
writeFileSync(1, `${JSON.stringify(built)}\n`)
process.exit()
