/*
 * Writes the files of a change: segments, their words, their deletes and graphs. What is written belongs to the manifest that is given,
 * which takes it in; nobody sees it before that manifest is published.
 */
import { join } from 'node:path'
import { writeDurably } from '../durable-file.ts'
import { inSteps } from '../in-steps.ts'
import { keywordSteps, readKeywords, type KeywordContents } from '../keywords/postings-file.ts'
import type { Pace } from '../pace.ts'
import { writeDeletes } from './deletes-file.ts'
import type { GraphPart } from './graph/merge-graphs.ts'
import type { LiveSegment } from './live-segments.ts'
import type { Manifest } from './manifest.ts'
import { mergeSegments } from './merge.ts'
import { deletedAfter } from './row-deletes.ts'
import { readSegment, writeSegment, type DocumentRows } from './segment-file.ts'
import { segmentGraph } from './segment-graph.ts'
import { mergedWords, wordsOf } from './segment-words.ts'

/** Writes the files of changes to one library. */
export class SegmentWriter {
  readonly #folder: string
  readonly #turn: Pace['turn']
  /** For merged segments without a graph the graphs that theirs is made from. Lost with the process: then it is built anew. */
  readonly #graphParts = new Map<string, readonly GraphPart[]>()

  /** Between two steps of what takes long, `turn` is awaited. */
  constructor(folder: string, turn: Pace['turn']) {
    this.#folder = folder
    this.#turn = turn
  }

  /** What the graph of a segment that has none is made from; undefined where nothing is known of it. */
  graphParts(segment: string): readonly GraphPart[] | undefined {
    return this.#graphParts.get(segment)
  }

  /** Forgets the parts of graphs that no segment waits for. */
  keepPartsFor(segments: readonly LiveSegment[]): void {
    const waiting = new Set(segments.filter(({ graph }) => graph === null).map(({ segment }) => segment.name))
    for (const name of this.#graphParts.keys()) if (!waiting.has(name)) this.#graphParts.delete(name)
  }

  /** `segments`, those of the manifest in its order, without the rows of `remove`. */
  async withDeletes(
    manifest: Manifest,
    segments: readonly LiveSegment[],
    remove: readonly number[],
  ): Promise<LiveSegment[]> {
    const result: LiveSegment[] = []
    for (const [i, live] of segments.entries()) {
      const deleted = deletedAfter(live, remove)
      if (deleted !== null && deleted.count !== (live.deleted?.count ?? 0)) {
        const entry = manifest.segments[i]
        entry.deletes = `deletes-${numberOfFile(entry.file)}-${manifest.generation}.ldl`
        entry.deletedRows = deleted.count
        await writeDurably(join(this.#folder, entry.deletes), writeDeletes(deleted))
      }
      result.push({ ...live, deleted })
    }
    return result
  }

  /** `segments` and one of the rows of new document versions. */
  async withAdded(
    manifest: Manifest,
    segments: readonly LiveSegment[],
    add: readonly DocumentRows[],
  ): Promise<LiveSegment[]> {
    for (const { id } of add) manifest.nextDocument = Math.max(manifest.nextDocument, id + 1)
    const documents = add.filter(({ starts }) => starts.length > 0).toSorted((a, b) => a.id - b.id)
    if (documents.length === 0) return [...segments]
    const words = await inSteps(wordsOf(documents), this.#turn)
    return [...segments, await this.#writeSegment(manifest, documents, words)]
  }

  /** `chosen` as one segment: copies of live rows, the encoder is not asked. Its graph is made later, from theirs. */
  async withMerged(
    manifest: Manifest,
    segments: readonly LiveSegment[],
    chosen: readonly LiveSegment[],
  ): Promise<LiveSegment[]> {
    const isChosen = new Set(chosen)
    const { documents, rowMaps } = mergeSegments(chosen)
    manifest.segments = manifest.segments.filter((_, i) => !isChosen.has(segments[i]))
    const rest = segments.filter((live) => !isChosen.has(live))
    if (documents.length === 0) return rest
    const merged = await this.#writeSegment(manifest, documents, mergedWords(chosen, rowMaps))
    const parts = await Promise.all(chosen.map((live, i) => this.#partsOf(live, rowMaps[i])))
    if (parts.flat().some(({ graph }) => graph !== null)) this.#graphParts.set(merged.segment.name, parts.flat())
    return [...rest, merged]
  }

  /** A merged segment's own graph, or those that it would have got one from. */
  async #partsOf({ segment, graph }: LiveSegment, rows: Int32Array): Promise<readonly GraphPart[]> {
    // A damaged graph is no loss: the merged segment gets a new one.
    if (graph !== null) return [{ graph: await graph.open().catch(() => null), rows }]
    const waiting = this.#graphParts.get(segment.name)
    if (waiting === undefined) return [{ graph: null, rows }]
    return waiting.map((part) => ({ ...part, rows: part.rows.map((row) => (row < 0 ? -1 : rows[row])) }))
  }

  async #writeSegment(
    manifest: Manifest,
    documents: readonly DocumentRows[],
    words: KeywordContents | null,
  ): Promise<LiveSegment> {
    const number = manifest.nextFile++
    const file = `segment-${number}.lsg`
    const bytes = writeSegment(documents, manifest.codec.bits)
    await writeDurably(join(this.#folder, file), bytes)
    const segment = readSegment(bytes, file)
    const name = `keywords-${number}.lkw`
    const keywords = words === null ? null : readKeywords(await this.#writeWords(name, words), name)
    const entry = { file, rows: segment.rowCount, deletes: null, deletedRows: 0 }
    manifest.segments.push({ ...entry, keywords: keywords === null ? null : name, graph: null })
    return { segment, deleted: null, keywords, graph: null }
  }

  async #writeWords(name: string, words: KeywordContents): Promise<Uint8Array> {
    const bytes = await inSteps(keywordSteps(words), this.#turn)
    await writeDurably(join(this.#folder, name), bytes)
    return bytes
  }

  /** `segments`, the one at `place` with a graph: `file` is what `writeGraph` made. */
  async withGraph(
    manifest: Manifest,
    segments: readonly LiveSegment[],
    { place, file }: { readonly place: number; readonly file: Uint8Array },
  ): Promise<LiveSegment[]> {
    const entry = manifest.segments[place]
    const name = `graph-${numberOfFile(entry.file)}-${manifest.generation}.lgr`
    const path = join(this.#folder, name)
    await writeDurably(path, file)
    entry.graph = name
    return segments.with(place, {
      ...segments[place],
      graph: segmentGraph(path, { name, bytes: file.length, rows: entry.rows }),
    })
  }

  /** `segments`, the one at `place` with other codes for the same rows: `bytes` are a segment file. It has no graph then. */
  async withCodes(
    manifest: Manifest,
    segments: readonly LiveSegment[],
    { place, bytes }: { readonly place: number; readonly bytes: Uint8Array },
  ): Promise<LiveSegment[]> {
    const entry = manifest.segments[place]
    entry.file = `segment-${manifest.nextFile++}.lsg`
    entry.graph = null
    await writeDurably(join(this.#folder, entry.file), bytes)
    return segments.with(place, { ...segments[place], segment: readSegment(bytes, entry.file), graph: null })
  }
}

/** N of 'segment-N.lsg'. */
function numberOfFile(file: string): string {
  return file.split(/[-.]/u)[1]
}
