/* The chunks of a library as rows: vectors for peers, ranges to read their texts, and the exact answer to a query. */
import { closeSync, openSync, readSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalogue } from '../catalogue/catalogue.ts'
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import type { Encoder } from '../embed/encoder.ts'
import type { ChunkRef } from '../leann/segment-file.ts'
import { openStore, type Store } from '../leann/store.ts'
import { PassageReader } from '../search/passages.ts'
import type { SearchHit } from '../types.ts'
import type { BenchLibrary } from './library-of-chunks.ts'

/** Chunks embedded in one call. */
const block = 512

/** All chunks of a library that nobody changes. */
export interface LibraryRows {
  readonly count: number
  readonly dimensions: number
  /** [count × dimensions], unit length; zero for a chunk without a vector. */
  readonly vectors: Float32Array
  /** The row of a hit, -1 where there is none. */
  rowOf(hit: Pick<SearchHit, 'path' | 'start'>): number
  /** The row of a chunk of the library, -1 where there is none. */
  rowOfChunk(chunk: Pick<ChunkRef, 'document' | 'start'>): number
  /** The file of a row. */
  pathOf(row: number): string
  /** The text of a row: by byte range from the file where that is possible, else as a library reads it. */
  text(row: number): Promise<string>
  close(): void
}

/** Embeds every chunk, or reads what an earlier bench embedded. */
export async function openLibraryRows({ folder, library }: BenchLibrary, encoder: Encoder): Promise<LibraryRows> {
  const store = await openStore(library)
  const catalogue = openCatalogue(library, 'read')
  const texts = new TextCache(library, 'read')
  const passages = new PassageReader({ catalogue, texts, noticeChanged: () => {}, isAway: () => false })
  const chunks = liveChunks(store)
  const vectors = await vectorsOf({ chunks, passages, generation: store.generation, encoder, folder })
  const documents = documentsOf(catalogue, store)
  const firstRows = rowsByPath(chunks, documents)
  const firstOfDocument = new Map([...chunks.keys()].toReversed().map((row) => [chunks[row].document, row]))
  return {
    count: chunks.length,
    dimensions: encoder.dimensions,
    vectors,
    rowOf: ({ path, start }) => rowFrom(chunks, firstRows.get(path), start),
    rowOfChunk: ({ document, start }) => rowFrom(chunks, firstOfDocument.get(document), start),
    pathOf: (row) => documents.get(chunks[row].document)?.path ?? '',
    text: async (row) => {
      const { path, place } = documents.get(chunks[row].document) ?? { path: '', place: 'parsed' }
      if (place === 'own-bytes') return readRange(path, chunks[row])
      const [passage] = await passages.read([chunks[row]], store.generation)
      return passage?.text ?? ''
    },
    close: () => {
      texts.close()
      catalogue.close()
    },
  }
}

/** The row of the chunk at `start` in the document whose first row is `first`. */
function rowFrom(chunks: readonly ChunkRef[], first: number | undefined, start: number): number {
  if (first === undefined) return -1
  const { document } = chunks[first]
  for (let row = first; chunks[row]?.document === document; row++) if (chunks[row].start === start) return row
  return -1
}

function liveChunks({ segments }: Store): ChunkRef[] {
  const chunks: ChunkRef[] = []
  for (const { segment, deleted } of segments) {
    for (const [index, document] of segment.documentIds.entries()) {
      const first = segment.firstRows[index]
      if (deleted?.has(first) === true) continue
      const { starts, ends } = segment.ranges(index)
      for (let i = 0; i < starts.length; i++) {
        chunks.push({ document, start: starts[i], end: ends[i], check: segment.checks[first + i] })
      }
    }
  }
  return chunks
}

function documentsOf(catalogue: Catalogue, { generation }: Store): Map<number, Pick<DocumentRecord, 'path' | 'place'>> {
  const documents = new Map<number, Pick<DocumentRecord, 'path' | 'place'>>()
  for (const { id, path, place } of catalogue.documents(generation)) documents.set(id, { path, place })
  return documents
}

function rowsByPath(
  chunks: readonly ChunkRef[],
  documents: ReadonlyMap<number, Pick<DocumentRecord, 'path'>>,
): Map<string, number> {
  const rows = new Map<string, number>()
  for (let row = chunks.length - 1; row >= 0; row--) rows.set(documents.get(chunks[row].document)?.path ?? '', row)
  return rows
}

interface Embedding {
  readonly chunks: readonly ChunkRef[]
  readonly passages: PassageReader
  readonly generation: number
  readonly encoder: Encoder
  readonly folder: string
}

async function vectorsOf({ chunks, passages, generation, encoder, folder }: Embedding): Promise<Float32Array> {
  const file = join(folder, 'vectors.f32')
  const vectors = new Float32Array(chunks.length * encoder.dimensions)
  const kept = await readFile(file).catch(() => null)
  if (kept?.byteLength === vectors.byteLength) {
    new Uint8Array(vectors.buffer).set(kept)
    return vectors
  }
  for (let from = 0; from < chunks.length; from += block) {
    const found = await passages.read(chunks.slice(from, from + block), generation)
    const inputs = found.map((passage) => passage ?? { header: '', text: '' })
    vectors.set(await encoder.embed(inputs), from * encoder.dimensions)
  }
  await writeFile(file, new Uint8Array(vectors.buffer))
  return vectors
}

function readRange(path: string, { start, end }: ChunkRef): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(end - start)
    readSync(file, bytes, 0, bytes.length, start)
    return bytes.toString('utf8')
  } finally {
    closeSync(file)
  }
}
