/* A small store of clustered vectors for tests of searching, and the brute force to compare with. */
import { dotProduct, meanVector, rowOf, unitVectors } from '../../test/vectors.ts'
import type { BitsPerDimension } from '../../types.ts'
import { encodeVectors } from '../codes.ts'
import { searchChunks, type ChunkAnswer, type ChunkSearch } from '../search.ts'
import type { ChunkRef, DocumentRows } from '../segment-file.ts'
import { createStore, openStore, type Change, type Store } from '../store.ts'

export const dimensions = 64
export const count = 600
/** Four chunks make a document; chunk i of document d is row 4 (d - 1) + i. */
export const chunksPerDocument = 4
export const vectors = unitVectors({ count, dimensions, seed: 31, clusters: 12 })
const zeroRow = 17
vectors.fill(0, zeroRow * dimensions, (zeroRow + 1) * dimensions)

export function documentRows(store: Store, id: number): DocumentRows {
  const first = (id - 1) * chunksPerDocument
  const own = vectors.slice(first * dimensions, (first + chunksPerDocument) * dimensions)
  const starts = Uint32Array.from({ length: chunksPerDocument }, (_, i) => i * 10)
  const ends = starts.map((start) => start + 10)
  return {
    id,
    starts,
    ends,
    checks: starts.map((start) => start + id),
    codes: encodeVectors(store.codec, own),
    terms: null,
  }
}

/** Later versions of a document have its id and some thousands. */
export function rowOfChunk({ document, start }: ChunkRef): number {
  return ((document - 1) % 1000) * chunksPerDocument + start / 10
}

/** A store in three segments; some documents are deleted. */
export async function madeStore(
  folder: string,
  bitsPerDimension: BitsPerDimension = 1,
): Promise<{ store: Store; live: (row: number) => boolean }> {
  const centre = meanVector(vectors, dimensions)
  await createStore(folder, { name: 'made', fingerprint: 'ff', dimensions, centre }, { bitsPerDimension })
  const store = await openStore(folder)
  for (const [from, to] of [
    [1, 60],
    [61, 140],
    [141, 150],
  ]) {
    const add = Array.from({ length: to - from + 1 }, (_, i) => documentRows(store, from + i))
    await (await store.prepare({ add, remove: [] })).publish()
  }
  await (await store.prepare({ add: [], remove: [2, 70, 150] })).publish()
  const gone = new Set([2, 70, 150])
  return { store, live: (row) => row !== zeroRow && !gone.has(Math.floor(row / chunksPerDocument) + 1) }
}

/** Makes a change visible to searches in this process. */
export async function show(store: Store, change: Change): Promise<void> {
  const showIt = await store.prepareShown(change)
  showIt()
}

/** A search of the whole store; what is left out is usual. */
export interface Question
  extends Partial<Omit<ChunkSearch, 'strategy' | 'query'>>, Pick<ChunkSearch, 'strategy' | 'query'> {
  readonly isStale?: (row: number) => boolean
}

export function ask(
  store: Store,
  { query, count: most = 10, isStale = () => false, ...rest }: Question,
): Promise<ChunkAnswer> {
  return searchChunks({
    segments: store.segments,
    codec: store.codec,
    query,
    count: most,
    rerank: 50,
    ...rest,
    recompute: async (chunks) => {
      const rows = chunks.map(rowOfChunk)
      const found = new Float32Array(rows.length * dimensions)
      for (const [i, row] of rows.entries()) found.set(rowOf(vectors, dimensions, row), i * dimensions)
      return { vectors: found, isStale: rows.map(isStale) }
    },
  })
}

/** The rows nearest to a query, by comparing it with all that are live. */
export function nearest(query: Float32Array, most: number, live: (row: number) => boolean): number[] {
  const rows = Array.from({ length: count }, (_, row) => row).filter(live)
  const score = (row: number): number => dotProduct(query, rowOf(vectors, dimensions, row))
  return rows.toSorted((a, b) => score(b) - score(a)).slice(0, most)
}

export const queries = Array.from({ length: 20 }, (_, i) => rowOf(vectors, dimensions, 29 * i + 5))
