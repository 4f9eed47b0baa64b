/* Vectors from a file in place of texts: an index of them, searched as a library searches, without an encoder. */
import { readFile } from 'node:fs/promises'
import { AppError } from '../errors.ts'
import { encodeVectors } from '../leann/codes.ts'
import { searchChunks } from '../leann/search.ts'
import type { Strategy } from '../types.ts'
import type { ChunkRef, DocumentRows } from '../leann/segment-file.ts'
import { createStore, openStore, type Store } from '../leann/store.ts'
import type { OwnVectors } from './bench-options.ts'

/** Vectors and queries, unit length. */
export interface VectorSet {
  readonly dimensions: number
  readonly vectors: Float32Array
  readonly queries: readonly Float32Array[]
}

const rowsInDocument = 10
/** Stands for the length of a chunk where there is no text; it only changes how long the chunk map's numbers are. */
const chunkBytes = 1200
const rerank = 50

/** @throws AppError `bad-request` for a file that does not hold whole rows */
export async function readOwnVectors({ vectors, queries, dimensions }: OwnVectors): Promise<VectorSet> {
  const asked = await readRows(queries, dimensions)
  return {
    dimensions,
    vectors: await readRows(vectors, dimensions),
    queries: Array.from({ length: asked.length / dimensions }, (_, i) =>
      asked.slice(i * dimensions, (i + 1) * dimensions),
    ),
  }
}

async function readRows(path: string, dimensions: number): Promise<Float32Array> {
  const bytes = await readFile(path)
  if (bytes.length === 0 || bytes.length % (dimensions * 4) !== 0) {
    throw new AppError(
      'bad-request',
      `Expected ${path} to hold rows of ${dimensions} × 4 bytes, got ${bytes.length} bytes.`,
    )
  }
  const rows = new Float32Array(new Uint8Array(bytes).buffer)
  for (let start = 0; start < rows.length; start += dimensions) normalise(rows, start, start + dimensions)
  return rows
}

function normalise(rows: Float32Array, from: number, to: number): void {
  let sum = 0
  for (let i = from; i < to; i++) sum += rows[i] * rows[i]
  const scale = sum === 0 ? 0 : 1 / Math.sqrt(sum)
  for (let i = from; i < to; i++) rows[i] *= scale
}

/** An index of the vectors in `folder`, ten to a document. */
export async function storeOfVectors(folder: string, { vectors, dimensions }: VectorSet): Promise<Store> {
  const centre = meanOf(vectors, dimensions)
  await createStore(folder, { name: 'own vectors', fingerprint: 'own vectors', dimensions, centre })
  const store = await openStore(folder)
  const change = await store.prepare({ add: documentsOf(store, vectors, dimensions), remove: [] })
  await change.publish()
  return store
}

function meanOf(vectors: Float32Array, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions)
  for (let i = 0; i < vectors.length; i++) sums[i % dimensions] += vectors[i]
  return Float32Array.from(sums, (sum) => sum / (vectors.length / dimensions))
}

function documentsOf(store: Store, vectors: Float32Array, dimensions: number): DocumentRows[] {
  const rows = vectors.length / dimensions
  return Array.from({ length: Math.ceil(rows / rowsInDocument) }, (_, document) => {
    const first = document * rowsInDocument
    const last = Math.min(rows, first + rowsInDocument)
    const places = Uint32Array.from({ length: last - first }, (_, i) => i * chunkBytes)
    return {
      id: document + 1,
      starts: places,
      ends: places.map((start) => start + chunkBytes),
      checks: places.map((_, i) => first + i),
      terms: null,
      codes: encodeVectors(store.codec, vectors.subarray(first * dimensions, last * dimensions)),
    }
  })
}

/** Which vectors a store's chunks have. */
export interface ChunkVectors extends Pick<VectorSet, 'vectors' | 'dimensions'> {
  rowOf(chunk: ChunkRef): number
}

/** A chunk's row in an index made by `storeOfVectors`. */
export const rowOfChunk = ({ check }: ChunkRef): number => check

/**
 * Rows that a strategy finds, best first; a chunk is "recomputed" by looking its vector up. Always as many are
 * recomputed, so that the answer does not depend on how busy the machine is.
 */
export async function searchVectors(
  { segments, codec }: Store,
  { vectors, dimensions, rowOf }: ChunkVectors,
  { query, count, strategy = 'codes' }: { query: Float32Array; count: number; strategy?: Strategy },
): Promise<number[]> {
  const recompute = async (chunks: readonly ChunkRef[]): Promise<{ vectors: Float32Array; isStale: boolean[] }> => {
    const found = new Float32Array(chunks.length * dimensions)
    for (const [i, chunk] of chunks.entries()) {
      const row = rowOf(chunk)
      found.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
    }
    return { vectors: found, isStale: chunks.map(() => false) }
  }
  const { chunks } = await searchChunks({ strategy, segments, codec, query, count, rerank, recompute })
  return chunks.map(({ chunk }) => rowOf(chunk))
}
