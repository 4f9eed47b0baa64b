/* What changes cost, and what they leave behind: one document, many deletes, and documents replaced in random order. */
import { cp, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import { openEncoder } from '../embed/encoder.ts'
import { embeddedModelFolder } from '../embed/model-folder.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import { openStore } from '../leann/store.ts'
import { openLibrary, type Library } from '../library.ts'
import type { Strategy } from '../types.ts'
import { round, table, type Bench, type BenchContext } from './bench.ts'
import { exactThreshold, recallOf } from './exact-neighbours.ts'
import { libraryOfChunks, queriesFor, shuffled, type BenchLibrary } from './library-of-chunks.ts'
import { openLibraryRows, type LibraryRows } from './library-rows.ts'
import { changeOneDocument } from './one-document.ts'
import { searchVectors } from './own-vectors.ts'
import { withTemporaryFolder } from './temporary.ts'

const defaultChunks = 100_000
const queryCount = 200
const hits = 10
const deletedShare = 0.3
const churnedShare = 0.2
/** Runs of the indexer over which the churn is spread. */
const churnRounds = 10

/** One document changed; 30 % of the documents deleted; 20 % taken out and put back in random order. */
export const updateBench: Bench = {
  summary: 'one changed document, 30 % deleted, 20 % replaced: embedded, bytes, recall',
  run: (context) =>
    withTemporaryFolder(async (folder) => {
      const place = await libraryOfChunks({ ...context, chunks: context.chunks ?? defaultChunks })
      const queries = await queriesFor(place, queryCount)
      const encoder = await openEncoder(embeddedModelFolder())
      try {
        const rows = await openLibraryRows(place, encoder)
        const embedded = await encoder.embed(queries.map((text) => ({ header: '', text })))
        const run: Run = { place, rows, queries, embedded }
        const changing = join(await realpath(folder), 'changing')
        const change = await onCopy(run, (library) => changeOneDocument(library, changing))
        const deleted = await onCopy(run, (library) => deleteSome(library, run))
        const churned = await onCopy(run, (library) => churn(library, run))
        rows.close()
        const figures = { chunks: rows.count, ...change, ...churned, ...deleted }
        printFigures(context, figures)
        return figures
      } finally {
        await encoder.close()
      }
    }),
}

interface Run {
  readonly place: BenchLibrary
  readonly rows: LibraryRows
  readonly queries: readonly string[]
  /** [queries × dimensions] */
  readonly embedded: Float32Array
}

/** The kept library stays as it is: each change is made in a copy, which reads the same documents. */
async function onCopy<T>({ place }: Run, work: (library: Library) => Promise<T>): Promise<T> {
  return withTemporaryFolder(async (own) => {
    await cp(place.library, join(own, 'library'), { recursive: true })
    const library = await openLibrary({ folder: join(own, 'library'), access: 'write' })
    try {
      return await work(library)
    } finally {
      await library.close()
    }
  })
}

/** Removes 30 % of the corpus, folder by folder; segments are merged on the way. */
async function deleteSome(library: Library, run: Run) {
  const { corpus } = run.place
  const bytesBeforeDelete = (await library.status()).bytes.semantic
  const folders = shuffled((await readdir(corpus)).toSorted(), 1)
  const doomed = folders.slice(0, Math.round(folders.length * deletedShare)).map((name) => join(corpus, name))
  for (const path of doomed) await library.remove(path)
  await library.settle()
  const { bytes, chunks } = await library.status()
  const gone = new Set<number>()
  for (let row = 0; row < run.rows.count; row++) {
    const path = run.rows.pathOf(row)
    if (doomed.some((folder) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))) gone.add(row)
  }
  const recallAfterDelete = await recallOfStrategy(library, run, { gone })
  const walkRecallAfterDelete = await recallOfStrategy(library, run, { gone, strategy: 'exact' })
  const after = { recallAfterDelete, walkRecallAfterDelete, chunksAfterDelete: chunks }
  return { bytesBeforeDelete, bytesAfterMerge: bytes.semantic, ...after }
}

/** Takes 20 % of the documents out and puts them back as new ones, some at a time: the same chunks, another history. */
async function churn(library: Library, run: Run) {
  const recallFresh = await recallOfStrategy(library, run)
  const walkRecallFresh = await recallOfStrategy(library, run, { strategy: 'exact' })
  const paths = shuffled([...library.documents()].map(({ path }) => path).toSorted(), 2)
  const churned = paths.slice(0, Math.round(paths.length * churnedShare))
  const perRound = Math.ceil(churned.length / churnRounds)
  for (let from = 0; from < churned.length; from += perRound) {
    for (const path of churned.slice(from, from + perRound)) await library.remove(path)
    await library.index()
    await library.settle()
  }
  const recallChurned = await recallOfStrategy(library, run)
  const walkRecallChurned = await recallOfStrategy(library, run, { strategy: 'exact' })
  return { churnedDocuments: churned.length, recallFresh, recallChurned, walkRecallFresh, walkRecallChurned }
}

interface Asked {
  readonly strategy?: Strategy
  readonly gone?: ReadonlySet<number>
}

/** Mean recall@10 of `codes` (50 recomputed), or of a walk of the graph, against comparing every row. */
async function recallOfStrategy(
  { folder }: Library,
  { rows, queries, embedded }: Run,
  { strategy = 'codes', gone = new Set() }: Asked = {},
): Promise<number> {
  const { vectors, dimensions } = rows
  const store = await openStore(folder)
  const catalogue = openCatalogue(folder, 'read')
  const paths = new Map([...catalogue.documents(store.generation)].map(({ id, path }) => [id, path]))
  catalogue.close()
  const rowOf = ({ document, start }: ChunkRef): number => rows.rowOf({ path: paths.get(document) ?? '', start })
  let sum = 0
  for (let i = 0; i < queries.length; i++) {
    const query = embedded.subarray(i * dimensions, (i + 1) * dimensions)
    const found = await searchVectors(store, { vectors, dimensions, rowOf }, { query, count: hits, strategy })
    const threshold = exactThreshold(query, { vectors, dimensions, gone }, hits)
    sum += recallOf(found, query, { rows: { vectors, dimensions }, threshold, count: hits })
  }
  return round(sum / queries.length)
}

function printFigures({ print }: BenchContext, figures: Readonly<Record<string, number>>): void {
  for (const line of table(Object.entries(figures).map(([name, value]) => [name, round(value)]))) print(line)
}
