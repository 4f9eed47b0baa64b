import { existsSync, statSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { averageDegree, type CsrGraph } from '../graph/csr-graph.ts'
import { hubPruning } from '../graph/prune-graph.ts'
import {
  clustered,
  largestDegree,
  meanRecall,
  reachable,
  searchOf,
  type Clustered,
} from '../graph/testing/clustered.ts'
import { walkExact } from '../graph/walk-exact.ts'
import { createScratchVectors } from './scratch-vectors.ts'
import { buildShardedGraph, type ShardedBuild } from './sharded-build.ts'

const rowCount = 2500
const data = clustered({ count: rowCount, dimensions: 32, seed: 1, queries: 100 })
const shape = { maxDegree: 32, efConstruction: 64, entryCount: 16 }
/** So little memory that shards have the fewest rows there are. */
const memoryBytes = 1
let root: string
let folder: string
let scratch: string
/** Built once, undisturbed. */
let sharded: CsrGraph

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sharded-'))
  scratch = await written('vectors', data)
  folder = root
  sharded = await build()
})

beforeEach(async () => {
  folder = await mkdtemp(join(root, 'build-'))
})

afterAll(() => rm(root, { recursive: true }))

async function written(
  name: string,
  { vectors, dimensions }: Pick<Clustered, 'vectors' | 'dimensions'>,
): Promise<string> {
  const path = join(root, name)
  const writer = await createScratchVectors(path, dimensions)
  await writer.append(vectors)
  await writer.finish()
  return path
}

const build = (options: Partial<ShardedBuild> = {}): Promise<CsrGraph> =>
  buildShardedGraph({ scratch, folder, shape, memoryBytes, workers: 2, ...options })

const recallOf = (graph: CsrGraph, efSearch: number): Promise<number> =>
  meanRecall(data, (query) => walkExact({ ...searchOf(data, graph, query), efSearch }))

/** What is wrong with a graph: nothing, for one that is whole. */
function faultsOf(graph: CsrGraph, nodeCount: number, maxDegree: number): string[] {
  const faults: string[] = []
  if (graph.nodeCount !== nodeCount) faults.push(`${graph.nodeCount} nodes`)
  if (reachable(graph) !== nodeCount) faults.push(`reaches only ${reachable(graph)}`)
  if (largestDegree(graph) > maxDegree) faults.push(`a degree of ${largestDegree(graph)}`)
  for (let node = 0; node < nodeCount; node++) {
    const list = graph.edges.subarray(graph.offsets[node], graph.offsets[node + 1])
    if (list.some((id, i) => id === node || (i > 0 && id <= list[i - 1])))
      faults.push(`list of ${node}: ${list.join()}`)
  }
  return faults
}

describe('a sharded build', () => {
  test('leads a search to as much as one that was built in one piece', async () => {
    const whole = await build({ memoryBytes: 1e9 })
    for (const graph of [sharded, whole]) expect(faultsOf(graph, rowCount, hubPruning.maxDegree)).toEqual([])
    for (const efSearch of [20, 60]) {
      const expected = await recallOf(whole, efSearch)
      expect(expected).toBeGreaterThan(0.8)
      expect(await recallOf(sharded, efSearch)).toBeGreaterThan(expected - 0.02)
    }
  })

  test('does so too without pruning, with more links', async () => {
    const [graph, whole] = [await build({ pruning: null }), await build({ pruning: null, memoryBytes: 1e9 })]
    for (const full of [graph, whole]) {
      expect(faultsOf(full, rowCount, shape.maxDegree)).toEqual([])
      expect(averageDegree(full)).toBeGreaterThan(averageDegree(sharded))
    }
    expect(await recallOf(graph, 20)).toBeGreaterThan((await recallOf(whole, 20)) - 0.02)
  })

  test('keeps to the bounds of its pruning', async () => {
    const graph = await build({ pruning: { ...hubPruning, maxDegree: 24, maxAverageDegree: 6 } })
    expect(faultsOf(graph, rowCount, 24)).toEqual([])
    expect(averageDegree(graph)).toBeLessThanOrEqual(6)
    expect(averageDegree(graph)).toBeGreaterThan(3)
  })

  test('gives the same graph for the same seed, whichever thread is first, and another for another', async () => {
    expect(await build()).toEqual(sharded)
    expect((await build({ seed: 2 })).edges).not.toEqual(sharded.edges)
  })

  test('reaches every node though hundreds of vectors are equal, and some are nothing but zeros', async () => {
    const vectors = data.vectors.slice()
    for (let row = 500; row < 1200; row++) vectors.copyWithin(row * 32, 0, 32)
    vectors.fill(0, 2000 * 32, 2100 * 32)
    const graph = await build({ scratch: await written('copies', { vectors, dimensions: 32 }) })
    expect(faultsOf(graph, rowCount, 32)).toEqual([])
  })

  test.each([0, 1, 2, 17])('of %i rows is whole', async (count) => {
    const few = clustered({ count, dimensions: 8, seed: 3, queries: 1 })
    expect(faultsOf(await build({ scratch: await written(`few-${count}`, few) }), count, 32)).toEqual([])
  })

  test('says how far it is, up to the end, and leaves no files', async () => {
    const seen: number[] = []
    await build({ onProgress: (done, total) => seen.push(done / total) })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
    expect(seen.length).toBeGreaterThan(10)
    expect(await readdir(folder)).toEqual([])
  })
})

const listsFile = (shard: number): string => join(folder, `graph-build-lists-${shard}`)

/** When the files of finished shards were written, by shard. */
function finishedShards(): Map<number, number> {
  const shards = Array.from({ length: 20 }, (_, shard) => shard).filter((shard) => existsSync(listsFile(shard)))
  return new Map(shards.map((shard) => [shard, statSync(listsFile(shard)).mtimeMs]))
}

/** Runs until some shards are finished. */
async function stopHalfway(): Promise<void> {
  const controller = new AbortController()
  const onProgress = (): void => {
    if (finishedShards().size >= 2) controller.abort(new Error('enough'))
  }
  await expect(build({ signal: controller.signal, onProgress })).rejects.toThrow('enough')
}

describe('a build that was stopped', () => {
  test('goes on with the shards that are left, to the same graph', async () => {
    await stopHalfway()
    const before = finishedShards()
    expect(before.size).toBeGreaterThanOrEqual(2)
    let after = finishedShards()
    const graph = await build({ onProgress: () => (after = finishedShards().size > 0 ? finishedShards() : after) })
    expect(after.size).toBeGreaterThan(before.size)
    for (const [shard, time] of before) expect(after.get(shard)).toBe(time)
    expect(graph).toEqual(sharded)
  })

  test('builds a shard again whose file is damaged', async () => {
    await stopHalfway()
    const [shard] = finishedShards().keys()
    const bytes = await readFile(listsFile(shard))
    bytes[100] ^= 1
    await writeFile(listsFile(shard), bytes)
    expect(await build()).toEqual(sharded)
  })

  test('begins anew for other vectors or another shape', async () => {
    await stopHalfway()
    const before = finishedShards()
    await build({
      shape: { ...shape, maxDegree: 16 },
      onProgress: () => {
        for (const [shard, time] of finishedShards()) if (before.get(shard) !== time) before.delete(shard)
      },
    })
    expect(before.size).toBe(0)
  })

  test('before it began has done nothing', async () => {
    await expect(build({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a build that cannot be done', () => {
  test('says that the vectors are damaged, and where', async () => {
    const path = join(folder, 'damaged')
    const bytes = await readFile(scratch)
    bytes[50_000] ^= 1
    await writeFile(path, bytes)
    const refused = { code: 'failed', message: expect.stringMatching(/damaged.*checksum.*Delete the file/u) }
    await expect(build({ scratch: path })).rejects.toMatchObject(refused)
    await expect(build({ scratch: path, memoryBytes: 1e9 })).rejects.toMatchObject(refused)
  })

  test('says which step crashed', async () => {
    const workerUrl = new URL('./testing/crashing-worker.ts', import.meta.url)
    const crash = { code: 'failed', message: expect.stringMatching(/builds a shard stopped.*exit code 7/u) }
    await expect(build({ workerUrl })).rejects.toMatchObject(crash)
  })
})
