/*
 * The segments of one library: immutable files, a bitmap of deleted rows beside each, and the manifest that says which
 * are alive. A change is prepared (files written and synced) and then published (manifest replaced); between the two
 * the catalogue writes its side, so that both become visible at one instant and a crash at any other leaves the old
 * state.
 */
import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably, syncFolder, writeDurably } from '../durable-file.ts'
import { AppError, systemCode } from '../errors.ts'
import type { Codec } from './codes.ts'
import { readDeletes, writeDeletes } from './deletes-file.ts'
import {
  filesOf,
  manifestName,
  parseManifest,
  segmentFiles,
  writeManifest,
  type Manifest,
  type SegmentEntry,
} from './manifest.ts'
import { KeywordBuilder } from '../keywords/build.ts'
import { rowTermsOf } from '../keywords/document-terms.ts'
import { mergeKeywords, type MergePart } from '../keywords/merge.ts'
import { readKeywords, writeKeywords, type KeywordContents, type Keywords } from '../keywords/postings-file.ts'
import { mergeSegments, segmentsToMerge } from './merge.ts'
import { createRotation } from './rotation.ts'
import { RowSet } from './row-set.ts'
import { segmentGraph, type SegmentGraph } from './segment-graph.ts'
import {
  documentIndexOfId,
  readSegment,
  rowsOfDocument,
  writeSegment,
  type DocumentRows,
  type Segment,
} from './segment-file.ts'

/** A segment with its deleted rows (null: none). */
export interface LiveSegment {
  readonly segment: Segment
  readonly deleted: RowSet | null
  /** null where the rows came without words. */
  readonly keywords: Keywords | null
  /** null while there is none: the segment is scanned then. */
  readonly graph: SegmentGraph | null
}

export interface StoreModel {
  readonly name: string
  readonly fingerprint: string
  readonly dimensions: number
  /** [dimensions], see `Codec`. */
  readonly centre: Float32Array
}

/** One commit: rows of new document versions, and ids of versions that leave. */
export interface Change {
  readonly add: readonly DocumentRows[]
  readonly remove: readonly number[]
}

export interface PreparedChange {
  /** Generation that the library has once `publish` is done. */
  readonly generation: number
  publish(): Promise<void>
}

export interface StoreBytes {
  readonly codes: number
  readonly graph: number
  readonly chunkMap: number
  readonly keywords: number
  readonly manifest: number
}

const rotationSeed = 20_250_608

/** Whether `folder` holds a library. */
export async function hasStore(folder: string): Promise<boolean> {
  return stat(join(folder, manifestName)).then(
    () => true,
    () => false,
  )
}

/** Where a rebuilt library goes on counting, so that a reader of the old one sees that it is another. */
export type Numbering = Pick<Manifest, 'generation' | 'nextFile' | 'nextDocument'>

const firstNumbers: Numbering = { generation: 0, nextFile: 1, nextDocument: 1 }

/** Writes the manifest of an empty library. The folder exists. */
export async function createStore(
  folder: string,
  model: StoreModel,
  { generation, nextFile, nextDocument }: Numbering = firstNumbers,
): Promise<void> {
  const { bits } = createRotation(model.dimensions, rotationSeed)
  const centre = Buffer.from(model.centre.buffer, model.centre.byteOffset, model.centre.byteLength).toString('base64')
  const manifest: Manifest = {
    format: 1,
    generation,
    nextFile,
    nextDocument,
    model: { name: model.name, fingerprint: model.fingerprint, dimensions: model.dimensions },
    codec: { seed: rotationSeed, bits, centre },
    segments: [],
  }
  await replaceDurably(join(folder, manifestName), writeManifest(manifest))
}

/** @throws AppError `no-library`, `library-damaged`, `library-too-new` */
export async function openStore(folder: string): Promise<Store> {
  const { manifest, segments } = await openNewest(folder, [])
  return new Store(folder, manifest, segments)
}

export class Store {
  readonly folder: string
  #codec: Codec
  #manifest: Manifest
  #segments: readonly LiveSegment[]

  constructor(folder: string, manifest: Manifest, segments: readonly LiveSegment[]) {
    this.folder = folder
    this.#manifest = manifest
    this.#segments = segments
    this.#codec = codecOf(manifest)
  }

  get codec(): Codec {
    return this.#codec
  }

  get generation(): number {
    return this.#manifest.generation
  }

  get model(): Manifest['model'] {
    return this.#manifest.model
  }

  /** Ids from here on were never used. */
  get nextDocument(): number {
    return this.#manifest.nextDocument
  }

  get segments(): readonly LiveSegment[] {
    return this.#segments
  }

  get liveRows(): number {
    return this.#manifest.segments.reduce((sum, { rows, deletedRows }) => sum + rows - deletedRows, 0)
  }

  /** The rows of a document version, undefined where it has none. */
  rowsOf(document: number): DocumentRows | undefined {
    for (const { segment } of this.#segments) {
      const index = documentIndexOfId(segment, document)
      if (index >= 0) return rowsOfDocument(segment, index)
    }
    return undefined
  }

  bytes(): StoreBytes {
    let codes = 0
    let graphs = 0
    let chunkMap = 0
    let words = 0
    for (const { segment, deleted, keywords, graph } of this.#segments) {
      graphs += graph?.bytes ?? 0
      if (keywords !== null) words += keywords.bytes.dictionary + keywords.bytes.postings + keywords.bytes.lengths
      codes += segment.bytes.codes
      chunkMap += segment.bytes.chunkMap + (deleted?.bitmap.length ?? 0)
    }
    return {
      codes,
      graph: graphs,
      chunkMap,
      keywords: words,
      manifest: Buffer.byteLength(writeManifest(this.#manifest)),
    }
  }

  /** Takes over what another process has published since. True when something changed. */
  async refresh(): Promise<boolean> {
    const found = await readManifest(this.folder)
    if (found.generation === this.generation) return false
    const { manifest, segments } = await openNewest(this.folder, this.#segments)
    this.#segments = segments
    this.#manifest = manifest
    this.#codec = codecOf(manifest)
    return true
  }

  /** Writes the files of a change; nothing is visible before `publish`. One writer at a time. */
  async prepare({ add, remove }: Change): Promise<PreparedChange> {
    const manifest = structuredClone(this.#manifest)
    manifest.generation++
    let segments = await this.#withDeletes(manifest, remove)
    segments = await this.#withAdded(manifest, segments, add)
    segments = await this.#merged(manifest, segments)
    await syncFolder(this.folder)
    return {
      generation: manifest.generation,
      publish: async () => {
        await replaceDurably(join(this.folder, manifestName), writeManifest(manifest))
        this.#manifest = manifest
        this.#segments = segments
        await this.sweep()
      },
    }
  }

  /** Removes files that no manifest names: left by a crash, or replaced by a merge. Only for the writer. */
  async sweep(): Promise<void> {
    const alive = filesOf(this.#manifest)
    for (const name of await readdir(this.folder)) {
      if (segmentFiles.test(name) && !alive.has(name)) await rm(join(this.folder, name), { force: true })
    }
  }

  async #withDeletes(manifest: Manifest, remove: readonly number[]): Promise<LiveSegment[]> {
    const result: LiveSegment[] = []
    for (const [i, live] of this.#segments.entries()) {
      const deleted = deletedAfter(live, remove)
      if (deleted !== null && deleted.count !== (live.deleted?.count ?? 0)) {
        const entry = manifest.segments[i]
        entry.deletes = `deletes-${entry.file.split(/[-.]/u)[1]}-${manifest.generation}.ldl`
        entry.deletedRows = deleted.count
        await writeDurably(join(this.folder, entry.deletes), writeDeletes(deleted))
      }
      result.push({ ...live, deleted })
    }
    return result
  }

  async #withAdded(
    manifest: Manifest,
    segments: readonly LiveSegment[],
    add: readonly DocumentRows[],
  ): Promise<LiveSegment[]> {
    for (const { id } of add) manifest.nextDocument = Math.max(manifest.nextDocument, id + 1)
    const documents = add.filter(({ starts }) => starts.length > 0).toSorted((a, b) => a.id - b.id)
    if (documents.length === 0) return [...segments]
    const words = documents.every(({ terms }) => terms !== null) ? wordsOf(documents) : null
    return [...segments, await this.#writeSegment(manifest, documents, words)]
  }

  /** Merges what the policy says: copies of live rows, the encoder is not asked. */
  async #merged(manifest: Manifest, segments: LiveSegment[]): Promise<LiveSegment[]> {
    let result = segments
    for (let chosen = segmentsToMerge(result); chosen.length > 0; chosen = segmentsToMerge(result)) {
      const isChosen = new Set(chosen)
      const { documents, rowMaps } = mergeSegments(chosen)
      manifest.segments = manifest.segments.filter((_, i) => !isChosen.has(result[i]))
      result = result.filter((live) => !isChosen.has(live))
      const words = mergedWords(chosen, rowMaps)
      if (documents.length > 0) result.push(await this.#writeSegment(manifest, documents, words))
    }
    return result
  }

  async #writeSegment(
    manifest: Manifest,
    documents: readonly DocumentRows[],
    words: KeywordContents | null,
  ): Promise<LiveSegment> {
    const number = manifest.nextFile++
    const file = `segment-${number}.lsg`
    const bytes = writeSegment(documents, this.codec.rotation.bits)
    await writeDurably(join(this.folder, file), bytes)
    const segment = readSegment(bytes, file)
    const name = `keywords-${number}.lkw`
    const keywords = words === null ? null : readKeywords(await this.#writeWords(name, words), name)
    const entry = { file, rows: segment.rowCount, deletes: null, deletedRows: 0 }
    manifest.segments.push({ ...entry, keywords: keywords === null ? null : name, graph: null })
    return { segment, deleted: null, keywords, graph: null }
  }

  async #writeWords(name: string, words: KeywordContents): Promise<Uint8Array> {
    const bytes = writeKeywords(words)
    await writeDurably(join(this.folder, name), bytes)
    return bytes
  }
}

function wordsOf(documents: readonly DocumentRows[]): KeywordContents {
  const builder = new KeywordBuilder()
  for (const { terms } of documents) if (terms !== null) for (const row of rowTermsOf(terms)) builder.add(row)
  return builder.contents()
}

/** From the keyword files alone; null where one of the segments has none. */
function mergedWords(segments: readonly LiveSegment[], rowMaps: readonly Int32Array[]): KeywordContents | null {
  const parts: MergePart[] = []
  for (const [i, { keywords }] of segments.entries()) {
    if (keywords === null) return null
    parts.push({ keywords, rows: rowMaps[i] })
  }
  const rowCount = rowMaps.reduce((sum, rows) => sum + rows.reduce((live, row) => live + (row < 0 ? 0 : 1), 0), 0)
  return mergeKeywords(parts, rowCount)
}

function codecOf({ model, codec }: Manifest): Codec {
  const bytes = new Uint8Array(Buffer.from(codec.centre, 'base64'))
  return { rotation: createRotation(model.dimensions, codec.seed), centre: new Float32Array(bytes.buffer) }
}

function deletedAfter({ segment, deleted }: LiveSegment, remove: readonly number[]): RowSet | null {
  let result = deleted
  for (const id of remove) {
    const index = documentIndexOfId(segment, id)
    if (index < 0) continue
    if (result === deleted) result = deleted?.copy() ?? new RowSet(segment.rowCount)
    result?.addRange(segment.firstRows[index], segment.firstRows[index + 1])
  }
  return result
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return parseManifest(await readFile(join(folder, manifestName), 'utf8'))
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? noLibrary(folder, error) : error
  }
}

export function noLibrary(folder: string, cause?: unknown): AppError {
  return new AppError(
    'no-library',
    `No library in ${folder}. Make one with: leantern index FOLDER --output ${folder}`,
    { cause },
  )
}

/** The newest manifest and its segments. A writer may publish and sweep between our reads: then there is a newer one. */
async function openNewest(
  folder: string,
  open: readonly LiveSegment[],
): Promise<{ manifest: Manifest; segments: LiveSegment[] }> {
  for (let manifest = await readManifest(folder); ;) {
    try {
      return { manifest, segments: await openSegments(folder, manifest, open) }
    } catch (error) {
      const newer = await readManifest(folder)
      if (!isMissingFile(error) || newer.generation === manifest.generation) throw error
      manifest = newer
    }
  }
}

/** Opens what the manifest names, taking segments from `open` that are there already. */
async function openSegments(folder: string, manifest: Manifest, open: readonly LiveSegment[]): Promise<LiveSegment[]> {
  const known = new Map(open.map((live) => [live.segment.name, live]))
  return Promise.all(
    manifest.segments.map(async (entry) => {
      const { file, deletes, keywords: words, graph: graphFile } = entry
      const segment = known.get(file)?.segment ?? readSegment(await readLibraryFile(folder, file), file)
      const keywords =
        words === null ? null : (known.get(file)?.keywords ?? readKeywords(await readLibraryFile(folder, words), words))
      const deleted = deletes === null ? null : readDeletes(await readLibraryFile(folder, deletes), deletes)
      const graph = graphFile === null ? null : await openGraph(folder, entry, graphFile, known.get(file))
      const live = { segment, deleted, keywords, graph }
      checkEntry(entry, live, manifest.codec.bits)
      return live
    }),
  )
}

/** The file itself is read by the first search that needs it. */
async function openGraph(
  folder: string,
  { rows }: SegmentEntry,
  name: string,
  known: LiveSegment | undefined,
): Promise<SegmentGraph> {
  if (known?.graph?.name === name) return known.graph
  const path = join(folder, name)
  const bytes = await stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      throw systemCode(error) === 'ENOENT' ? missingFile(folder, name, error) : error
    },
  )
  return segmentGraph(path, { name, bytes, rows })
}

/** Files that are each whole can still be of different moments, where a backup was put back in part. */
function checkEntry(entry: SegmentEntry, { segment, deleted, keywords }: LiveSegment, bits: number): void {
  const isSame =
    segment.rowCount === entry.rows &&
    segment.codes.signs.length * 8 === entry.rows * bits &&
    (deleted?.rowCount ?? entry.rows) === entry.rows &&
    (keywords?.rowCount ?? entry.rows) === entry.rows &&
    (deleted?.count ?? 0) === entry.deletedRows
  if (isSame) return
  throw new AppError(
    'library-damaged',
    `${entry.file} is damaged: it is not the file that ${manifestName} means. Run the index command again with --rebuild.`,
  )
}

async function readLibraryFile(folder: string, name: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(join(folder, name))
    return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw missingFile(folder, name, error)
  }
}

function missingFile(folder: string, name: string, cause: unknown): AppError {
  return new AppError(
    'library-damaged',
    `${name} is missing from ${folder}. Run: leantern check --repair, or the index command again with --rebuild.`,
    { cause },
  )
}

function isMissingFile(error: unknown): boolean {
  return error instanceof AppError && systemCode(error.cause) === 'ENOENT'
}
