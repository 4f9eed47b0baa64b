import { createHash } from 'node:crypto'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildGraph, defaultBuild } from '../../leann/graph/build-graph.ts'
import { averageDegree, type CsrGraph } from '../../leann/graph/csr-graph.ts'
import { readGraph, writeGraph } from '../../leann/graph/graph-file.ts'
import { hubPruning, plainPruning, pruneGraph } from '../../leann/graph/prune-graph.ts'
import type { RowScorer } from '../../leann/graph/row-scorer.ts'
import { recallCache } from './recall-data.ts'

export interface NamedGraph {
  readonly name: 'full' | 'hub-pruned' | 'pruned' | 'hub-pruned, from codes'
  readonly graph: CsrGraph
  readonly averageDegree: number
  /** Bytes of the file over the nodes. */
  readonly bytesPerNode: number
  /** When it was built: on this machine, perhaps in an earlier run. */
  readonly buildSeconds: number
}

/** What graphs are made from. */
export interface GraphSources {
  readonly vectors: RowScorer
  readonly codes: RowScorer
}

/**
 * The full graph, the two pruned ones, and what a library makes: pruned with hubs, from codes. From the cache where they were made
 * before by the same code.
 */
export async function loadGraphs(key: string, { vectors: scorer, codes }: GraphSources): Promise<NamedGraph[]> {
  const full = await cached(`${key}-full`, () => buildGraph(scorer, defaultBuild))
  const hubs = await cached(`${key}-hub-pruned`, () => pruneGraph(full.graph, scorer, hubPruning))
  const plain = await cached(`${key}-pruned`, () => pruneGraph(full.graph, scorer, plainPruning))
  const coded = await cached(`${key}-from-codes`, async () =>
    pruneGraph(await buildGraph(codes, defaultBuild), codes, hubPruning),
  )
  return [
    { name: 'full', ...full },
    { name: 'hub-pruned', ...hubs },
    { name: 'pruned', ...plain },
    { name: 'hub-pruned, from codes', ...coded },
  ]
}

async function cached(name: string, build: () => Promise<CsrGraph>): Promise<Omit<NamedGraph, 'name'>> {
  const file = join(recallCache, `${name}-${await hashOfSources()}.lgr`)
  const timeFile = `${file}.seconds`
  let bytes = await readFile(file).catch(() => null)
  if (bytes === null) {
    const started = performance.now()
    const graph = await build()
    const seconds = (performance.now() - started) / 1000
    bytes = Buffer.from(writeGraph(graph))
    await mkdir(recallCache, { recursive: true })
    await writeFile(timeFile, String(seconds))
    await writeFile(file, bytes)
  }
  const graph = readGraph(bytes, file)
  return {
    graph,
    averageDegree: averageDegree(graph),
    bytesPerNode: bytes.length / graph.nodeCount,
    buildSeconds: Number(await readFile(timeFile, 'utf8')),
  }
}

/** Of the code that makes graphs: an edit of it makes the cache useless. */
async function hashOfSources(): Promise<string> {
  const folder = new URL('../../leann/graph/', import.meta.url)
  const hash = createHash('sha256')
  const names: string[] = []
  for await (const name of glob('*.ts', { cwd: folder.pathname })) names.push(name)
  const made = /^(?:beam|build-graph|code-s|connect-graph|graph-file|neighbour-|prune-graph|row-s)/u
  for (const name of names.toSorted()) {
    if (made.test(name) && !name.includes('.test.')) hash.update(await readFile(new URL(name, folder)))
  }
  return hash.digest('hex').slice(0, 8)
}
