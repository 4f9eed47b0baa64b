/*
 * The segments of one library: immutable files, a bitmap of deleted rows beside each, and the manifest that says which
 * are alive. A change is prepared (files written and synced) and then published (manifest replaced); between the two
 * the catalogue writes its side, so that both become visible at one instant and a crash at any other leaves the old
 * state.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably, syncFolder } from '../durable-file.ts'
import { inSteps } from '../in-steps.ts'
import { Pace } from '../pace.ts'
import type { BitsPerDimension } from '../types.ts'
import { codeBits, type Codec } from './codes.ts'
import { filesOf, manifestName, segmentFiles, writeManifest, type Manifest } from './manifest.ts'
import { nothingUnflushed, withChange, withoutDocuments } from './memory-segments.ts'
import { codecEntry, codecOf, type StoreModel } from './model-codec.ts'
import { deletedAfter } from './row-deletes.ts'
import { manifestStamp, openNewest, readManifest, type LiveSegment } from './live-segments.ts'
import type { GraphJob } from './graph-worker.ts'
import { segmentsToGather, segmentsToMerge } from './merge.ts'
import { SegmentWriter } from './segment-writer.ts'
import { documentIndexOfId, rowsOfDocument, type DocumentRows } from './segment-file.ts'
import { awaken, restingSegment } from './resting-segments.ts'

/** One commit: rows of new document versions, and ids of versions that leave. */
export interface Change {
  readonly add: readonly DocumentRows[]
  readonly remove: readonly number[]
}

/** A change whose files are written; nobody sees it before `publish`. */
export interface PreparedChange {
  /** Generation that the library has once `publish` is done. */
  readonly generation: number
  publish(): Promise<void>
}

/** Bytes on disk by part. */
export interface StoreBytes {
  readonly codes: number
  readonly graph: number
  readonly chunkMap: number
  readonly keywords: number
  readonly manifest: number
}

/** Whether `folder` holds a library. */
export async function hasStore(folder: string): Promise<boolean> {
  return stat(join(folder, manifestName)).then(
    () => true,
    () => false,
  )
}

/** How an empty library begins. A rebuilt one goes on counting, so that a reader of the old one sees that it is another. */
export interface StoreStart extends Pick<Manifest, 'generation' | 'nextFile' | 'nextDocument'> {
  readonly bitsPerDimension: BitsPerDimension
}

const firstStart: StoreStart = { generation: 0, nextFile: 1, nextDocument: 1, bitsPerDimension: 1 }

/** Writes the manifest of an empty library. The folder exists. */
export async function createStore(folder: string, model: StoreModel, start: Partial<StoreStart> = {}): Promise<void> {
  const { generation, nextFile, nextDocument, bitsPerDimension } = { ...firstStart, ...start }
  const manifest: Manifest = {
    format: 1,
    generation,
    nextFile,
    nextDocument,
    model: { name: model.name, fingerprint: model.fingerprint, dimensions: model.dimensions },
    codec: codecEntry(model, bitsPerDimension),
    segments: [],
  }
  await replaceDurably(join(folder, manifestName), writeManifest(manifest))
}

/** `pace`: of what takes long when a change is made. @throws AppError `no-library`, `library-damaged`, `library-too-new` */
export async function openStore(folder: string, pace?: Pace): Promise<Store> {
  const { manifest, segments } = await openNewest(folder, [])
  return new Store(folder, { manifest, segments, pace })
}

/** What searches see at one moment: it stays as it is while the store goes on. */
export type Snapshot = Pick<Store, 'codec' | 'generation' | 'segments' | 'liveRows' | 'rowsOf'>

interface StoreParts {
  readonly manifest: Manifest
  readonly segments: readonly LiveSegment[]
  readonly pace?: Pace | undefined
}

/** The segments of one open library. Writers prepare and publish; readers refresh. */
export class Store {
  readonly folder: string
  #codec: Codec
  #manifest: Manifest
  /** Those in files. */
  #segments: readonly LiveSegment[]
  #unflushed = nothingUnflushed
  /** What searches see: the files' segments without what was removed since, and what was added. */
  #shown: readonly LiveSegment[]
  #turn: Promise<unknown> = Promise.resolve()
  /** Of the manifest's file, when it was seen to be of this generation. */
  #currentStamp: string | null = null
  readonly #writer: SegmentWriter
  readonly #yielding: Pace['turn']

  constructor(folder: string, { manifest, segments, pace = new Pace() }: StoreParts) {
    this.folder = folder
    this.#yielding = () => pace.turn()
    this.#writer = new SegmentWriter(folder, this.#yielding)
    this.#manifest = manifest
    this.#segments = segments
    this.#shown = segments
    this.#codec = codecOf(manifest)
  }

  get codec(): Codec {
    return this.#codec
  }

  /** Of what searches in this process see: one more than what the files hold while something is not flushed. */
  get generation(): number {
    return this.#manifest.generation + (this.isFlushed ? 0 : 1)
  }

  /** Of the change that is shown or prepared next. */
  get nextGeneration(): number {
    return this.#manifest.generation + 1
  }

  /** Whether all that is shown is in files. */
  get isFlushed(): boolean {
    return this.#unflushed === nothingUnflushed
  }

  get model(): Manifest['model'] {
    return this.#manifest.model
  }

  /** Ids from here on were never used. */
  get nextDocument(): number {
    return Math.max(this.#manifest.nextDocument, this.#unflushed.lastDocument + 1)
  }

  get segments(): readonly LiveSegment[] {
    return this.#shown
  }

  get liveRows(): number {
    return liveRowsOf(this.#shown)
  }

  /** The rows of a document version, undefined where it has none. */
  rowsOf(document: number): DocumentRows | undefined {
    return rowsIn(this.#shown, document)
  }

  /** What is shown now: a search goes by the places of segments in their list, which a change makes others. */
  snapshot(): Snapshot {
    const { codec, generation, segments } = this
    return { codec, generation, segments, liveRows: liveRowsOf(segments), rowsOf: (id) => rowsIn(segments, id) }
  }

  /** Of the files. */
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

  /** Whether nothing was published by another process since. */
  async isCurrent(): Promise<boolean> {
    // Taken before the file is read: what comes between is read at the next call.
    const stamp = manifestStamp(this.folder)
    if (stamp !== null && stamp === this.#currentStamp) return true
    const isCurrent = (await readManifest(this.folder)).generation === this.generation
    this.#currentStamp = isCurrent ? stamp : null
    return isCurrent
  }

  /** Takes over what another process has published since. True when something changed. */
  async refresh(): Promise<boolean> {
    const found = await readManifest(this.folder)
    if (found.generation === this.generation) return false
    const { manifest, segments } = await openNewest(this.folder, this.#segments)
    this.#segments = segments
    this.#shown = segments
    this.#manifest = manifest
    this.#codec = codecOf(manifest)
    return true
  }

  /** Lets the bytes of the files leave the memory, between two changes; who needs them reads them again. Only for the writer. */
  rest(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.isFlushed) return
      this.#segments = this.#segments.map((live) => restingSegment(this.folder, live))
      this.#shown = this.#segments
    })
  }

  /** Has in memory what searches read of the files. @throws AppError `library-damaged` */
  wake(): void {
    for (const live of this.#shown) awaken(live)
  }

  /**
   * Runs `work` once all that was given before is over. Whoever prepares a change does so in a turn that lasts until it is
   * published: a change is made on top of the generation it began with.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    // The next turn does not care how this one ended.
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /**
   * Gives what makes a change visible to searches in this process, once the catalogue has its side under the generation that comes
   * next; `prepare` writes it to files, with all that was shown before. In a turn.
   */
  async prepareShown(change: Change): Promise<() => void> {
    const unflushed = await inSteps(withChange(this.#unflushed, change, codeBits(this.codec)), this.#yielding)
    return () => {
      this.#unflushed = unflushed
      const { segments, removed } = unflushed
      this.#shown = [...this.#segments.map((live) => ({ ...live, deleted: deletedAfter(live, removed) })), ...segments]
    }
  }

  /** Forgets what was shown and not flushed. In a turn. */
  discard(): void {
    this.#unflushed = nothingUnflushed
    this.#shown = this.#segments
  }

  /** Writes the files of a change and of all that was shown; in files nothing is visible before `publish`. In a turn. */
  prepare({ add, remove }: Change = { add: [], remove: [] }): Promise<PreparedChange> {
    return this.#prepared(remove, async (manifest, flushed) => {
      let segments = await this.#writer.withAdded(manifest, flushed, add)
      for (let chosen = segmentsToMerge(segments); chosen.length > 0; chosen = segmentsToMerge(segments))
        segments = await this.#writer.withMerged(manifest, segments, chosen)
      return segments
    })
  }

  /** One segment of all, without what is deleted; null where it is that already. No text is read, nothing embedded. */
  async prepareMerge(): Promise<PreparedChange | null> {
    if (this.#shown.length < 2 && this.#shown.every(({ deleted }) => deleted === null)) return null
    return this.#prepared([], (manifest, segments) => this.#writer.withMerged(manifest, segments, segments))
  }

  /** One segment of the small ones that a run left which added `added` rows; null where that is not worth it. In a turn. */
  async prepareGathering(added: number): Promise<PreparedChange | null> {
    if (!this.isFlushed || segmentsToGather(this.#segments, added).length === 0) return null
    return this.#prepared([], (manifest, segments) =>
      this.#writer.withMerged(manifest, segments, segmentsToGather(segments, added)),
    )
  }

  /** Every segment without the rows that are deleted in it; null where none has such. In a turn. */
  async prepareCleaning(): Promise<PreparedChange | null> {
    if (this.#shown.every(({ deleted }) => deleted === null)) return null
    return this.#prepared([], async (manifest, segments) => {
      let clean = segments
      for (const live of segments)
        if (live.deleted !== null) clean = await this.#writer.withMerged(manifest, clean, [live])
      return clean
    })
  }

  /**
   * Gives a segment its graph: `file` is what `writeGraph` made. null where the segment was merged away meanwhile, or has a graph that
   * this one is no `isReplacement` of.
   */
  async prepareGraph(
    segment: string,
    file: Uint8Array,
    { isReplacement = false }: { readonly isReplacement?: boolean } = {},
  ): Promise<PreparedChange | null> {
    const place = this.#segments.findIndex((live) => live.segment.name === segment)
    if (place < 0 || (this.#segments[place].graph !== null && !isReplacement)) return null
    return this.#prepared([], (manifest, segments) => this.#writer.withGraph(manifest, segments, { place, file }))
  }

  /**
   * The same rows under the codes of another model. `recoded` gives, for the name of each segment, the path of the file that takes
   * its place; words and deletes stay, graphs are made again. Everything has been flushed. In a turn.
   */
  async prepareModel(model: StoreModel, recoded: (segment: string) => string): Promise<PreparedChange> {
    if (!this.isFlushed) throw new Error('Flush before the codes change')
    const manifest = structuredClone(this.#manifest)
    manifest.generation++
    const { bitsPerDimension } = manifest.codec
    manifest.model = { name: model.name, fingerprint: model.fingerprint, dimensions: model.dimensions }
    manifest.codec = codecEntry(model, bitsPerDimension)
    let segments = this.#segments
    for (const [place, { segment }] of this.#segments.entries()) {
      const bytes = new Uint8Array(await readFile(recoded(segment.name)))
      segments = await this.#writer.withCodes(manifest, segments, { place, bytes })
    }
    return this.#publication(manifest, segments)
  }

  /** Segments that are to get a graph, largest first: of `leastRows` rows or more, or merged from one that had it. */
  withoutGraph(leastRows: number): readonly LiveSegment[] {
    return this.#segments
      .filter(({ graph, segment }) => graph === null && segment.rowCount > 1)
      .filter(({ segment }) => segment.rowCount >= leastRows || this.#writer.graphParts(segment.name) !== undefined)
      .toSorted((a, b) => b.segment.rowCount - a.segment.rowCount)
  }

  /** What a graph of the segment is made from. */
  graphJob({ segment }: LiveSegment): GraphJob {
    const { bitsPerDimension } = this.#codec
    return { codes: segment.codes, bitsPerDimension, parts: this.#writer.graphParts(segment.name) ?? [] }
  }

  /** A new generation: without `remove`, with what was shown in a file, and then what `change` makes of it. */
  async #prepared(
    remove: readonly number[],
    change: (manifest: Manifest, segments: readonly LiveSegment[]) => Promise<readonly LiveSegment[]>,
  ): Promise<PreparedChange> {
    const manifest = structuredClone(this.#manifest)
    manifest.generation++
    manifest.nextDocument = this.nextDocument
    const unflushed = withoutDocuments(this.#unflushed, remove)
    let segments = await this.#writer.withDeletes(manifest, this.#segments, unflushed.removed)
    if (unflushed.segments.length > 0)
      segments = await this.#writer.withMerged(manifest, [...segments, ...unflushed.segments], unflushed.segments)
    return this.#publication(manifest, await change(manifest, segments))
  }

  /** What makes `segments`, whose files are written, the library. */
  async #publication(manifest: Manifest, segments: readonly LiveSegment[]): Promise<PreparedChange> {
    await syncFolder(this.folder)
    return {
      generation: manifest.generation,
      publish: async () => {
        await replaceDurably(join(this.folder, manifestName), writeManifest(manifest))
        if (manifest.model.fingerprint !== this.#manifest.model.fingerprint) this.#codec = codecOf(manifest)
        this.#manifest = manifest
        this.#segments = segments
        this.discard()
        this.#writer.keepPartsFor(segments)
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
}

function liveRowsOf(segments: readonly LiveSegment[]): number {
  return segments.reduce((sum, { segment, deleted }) => sum + segment.rowCount - (deleted?.count ?? 0), 0)
}

function rowsIn(segments: readonly LiveSegment[], document: number): DocumentRows | undefined {
  for (const { segment } of segments) {
    const index = documentIndexOfId(segment, document)
    if (index >= 0) return rowsOfDocument(segment, index)
  }
  return undefined
}
