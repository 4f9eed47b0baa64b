/*
 * Brings a library up to date with its sources: scan, then read, chunk and embed what changed, committing every few
 * seconds. A commit is whole or not there at all; what was committed stays through a crash or a cancelled run.
 */
import { basename } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { DocumentRecord, FileStamp, ProblemRecord, TextPlace } from '../catalogue/document-record.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import type { Encoder } from '../embed/encoder.ts'
import { AppError } from '../errors.ts'
import type { DocumentRows } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'
import type { Source } from '../sources/source.ts'
import type { ExtractPool } from '../text/extract-pool.ts'
import type { Prepared } from '../text/prepare.ts'
import type { FileProblem, IndexProgress, IndexSummary } from '../types.ts'
import { embedDocuments, type NewDocument } from './embedding.ts'
import { ProgressMeter } from './progress.ts'
import { scanSource, type Scan, type WaitingFile } from './scan.ts'

export interface IndexerParts {
  readonly catalogue: Catalogue
  readonly texts: TextCache
  readonly store: Store
  readonly encoder: Encoder
  readonly pool: ExtractPool
}

export interface IndexRun {
  readonly sources: readonly Source[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: IndexProgress) => void
  readonly commitEveryMs?: number | undefined
}

/** Files being read at once: enough to keep the workers busy while one of them holds a slow file. */
const filesInFlight = 12

/** Documents are embedded together once they have this many chunks. */
const chunksPerBatch = 1024

/** A commit is due after this much text or, unless a run says otherwise, time. */
const commitTextBytes = 48 * 1024 * 1024
const defaultCommitEveryMs = 5000

type Extracted = Extract<Prepared, { kind: 'prepared' }>

/** Runs once over `sources`. */
export async function runIndexer(
  parts: IndexerParts,
  { sources, signal, onProgress, commitEveryMs = defaultCommitEveryMs }: IndexRun,
): Promise<IndexSummary> {
  const run = new Run(parts, { meter: new ProgressMeter(onProgress), signal, commitEveryMs })
  return run.over(sources)
}

class Run {
  readonly #parts: IndexerParts
  readonly #meter: ProgressMeter
  readonly #signal: AbortSignal
  readonly #commitEveryMs: number
  #nextDocument: number
  #batch: { file: WaitingFile; prepared: Extracted }[] = []
  #batchChunks = 0
  #ready: { record: DocumentRecord; rows: DocumentRows; cached: Uint8Array | null }[] = []
  #readyBytes = 0
  #retire: number[] = []
  #problems: ProblemRecord[] = []
  #settled: string[] = []
  /** Documents whose files are gone; they leave at the end, when it is known which of them only moved. */
  readonly #vanished = new Map<string, FileStamp>()
  #committedAt = performance.now()

  constructor(
    parts: IndexerParts,
    { meter, signal, commitEveryMs }: { meter: ProgressMeter; signal: AbortSignal; commitEveryMs: number },
  ) {
    this.#parts = parts
    this.#meter = meter
    this.#signal = signal
    this.#commitEveryMs = commitEveryMs
    this.#nextDocument = parts.store.nextDocument
  }

  async over(sources: readonly Source[]): Promise<IndexSummary> {
    try {
      const scan = await this.#scan(sources)
      for (const stamp of scan.vanished) this.#vanished.set(stamp.path, stamp)
      await this.#readAll(this.#withMoves(scan))
      await this.#embedBatch()
      this.#removeVanished()
    } catch (error) {
      if (!this.#signal.aborted) throw error
    }
    this.#meter.phase = 'finishing'
    this.#meter.currentPath = null
    this.#meter.report()
    await this.#commit()
    return this.#meter.summary(this.#signal.aborted)
  }

  async #scan(sources: readonly Source[]): Promise<Scan> {
    const { catalogue, store } = this.#parts
    const all: Scan & { unchanged: number } = { waiting: [], vanished: [], unchanged: 0, problems: [], mended: [] }
    const unreachable: AppError[] = []
    for (const source of sources) {
      this.#meter.report()
      const scan = await scanSource(source, { catalogue, generation: store.generation, signal: this.#signal }).catch(
        (error: unknown) => {
          if (!(error instanceof AppError) || this.#signal.aborted) throw error
          unreachable.push(error)
          all.problems.push({ path: source.root, code: 'unreadable', message: error.message })
        },
      )
      if (scan === undefined) continue
      const waiting = scan.waiting.map(({ path }) => path)
      if (source.isPartial) catalogue.addPending(waiting)
      else catalogue.setPendingBelow(source.root, waiting)
      this.#settled.push(...scan.mended)
      for (const file of scan.waiting) all.waiting.push(file)
      for (const stamp of scan.vanished) all.vanished.push(stamp)
      for (const problem of scan.problems) all.problems.push(problem)
      all.unchanged += scan.unchanged
    }
    for (const problem of all.problems) this.#fail(problem, { size: 0, mtimeMs: 0 })
    // One disk that is not there does not keep the others from being read.
    if (unreachable.length > 0 && unreachable.length === sources.length) {
      await this.#commit()
      throw unreachable[0]
    }
    this.#meter.counts.unchanged = all.unchanged
    return all
  }

  /** A new file with size, time and name of a vanished one may be the same file elsewhere: its hash will tell. */
  #withMoves(scan: Scan): WaitingFile[] {
    const gone = Map.groupBy(scan.vanished, moveKey)
    return scan.waiting.map((file) => {
      if (file.known !== null) return file
      const stamp = gone.get(moveKey(file))?.pop()
      return stamp === undefined ? file : { ...file, known: stamp }
    })
  }

  async #readAll(waiting: readonly WaitingFile[]): Promise<void> {
    this.#meter.startIndexing(
      waiting.length,
      waiting.reduce((sum, { size }) => sum + size, 0),
    )
    const inFlight = new Map<WaitingFile, Promise<{ file: WaitingFile; prepared: Prepared }>>()
    for (const file of waiting) {
      this.#signal.throwIfAborted()
      const job = this.#prepare(file)
      // Whoever awaits the job sees its error; a cancelled run awaits no longer.
      job.catch(() => {})
      inFlight.set(file, job)
      if (inFlight.size >= filesInFlight) await this.#takeOne(inFlight)
    }
    while (inFlight.size > 0) {
      this.#signal.throwIfAborted()
      await this.#takeOne(inFlight)
    }
  }

  async #prepare(file: WaitingFile): Promise<{ file: WaitingFile; prepared: Prepared }> {
    const knownHash = file.isSuspect ? null : (file.known?.document?.hash ?? null)
    return { file, prepared: await this.#parts.pool.prepare({ path: file.path, knownHash }, this.#signal) }
  }

  async #takeOne(inFlight: Map<WaitingFile, Promise<{ file: WaitingFile; prepared: Prepared }>>): Promise<void> {
    const { file, prepared } = await Promise.race(inFlight.values())
    inFlight.delete(file)
    this.#meter.filesDone++
    this.#meter.bytesDone += file.size
    this.#meter.currentPath = file.path
    await this.#take(file, prepared)
    this.#meter.tick()
    const isDue = this.#readyBytes >= commitTextBytes || performance.now() - this.#committedAt >= this.#commitEveryMs
    if (!isDue) return
    // Slow files fill a batch slowly; what was read of them must not wait for that.
    await this.#embedBatch()
    await this.#commit()
  }

  async #take(file: WaitingFile, prepared: Prepared): Promise<void> {
    switch (prepared.kind) {
      case 'unchanged':
        return this.#keep(file, prepared)
      case 'failed':
        this.#retireOld(file)
        return this.#fail({ path: file.path, code: prepared.code, message: prepared.message }, prepared)
      case 'prepared':
        this.#batch.push({ file, prepared })
        this.#batchChunks += prepared.starts.length
        if (this.#batchChunks >= chunksPerBatch) await this.#embedBatch()
    }
  }

  /** The bytes are those of a version we have: touched, or moved here. */
  #keep(file: WaitingFile, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
    const { known, path } = file
    if (known === null) throw new Error('A file without a known version cannot be unchanged')
    this.#parts.catalogue.relocate(known, { path, size, mtimeMs })
    this.#meter.counts.unchanged++
    this.#vanished.delete(known.path)
  }

  #removeVanished(): void {
    for (const { document, path } of this.#vanished.values()) {
      if (document !== null) this.#retire.push(document.id)
      this.#settled.push(path)
    }
    this.#meter.counts.removed = this.#vanished.size
  }

  #retireOld({ known, path }: WaitingFile): void {
    if (known !== null && known.document !== null && known.path === path) this.#retire.push(known.document.id)
  }

  #fail(problem: FileProblem, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
    this.#problems.push({ ...problem, size, mtimeMs })
    this.#settled.push(problem.path)
    this.#meter.counts.failed++
  }

  async #embedBatch(): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    this.#batchChunks = 0
    const documents: NewDocument[] = batch.map(({ file, prepared }) => ({
      id: this.#nextDocument++,
      // A move that turned out to be another file: the vanished document leaves, nothing of it is reused.
      replaces: file.known?.path === file.path ? (file.known.document?.id ?? null) : null,
      chunks: prepared,
    }))
    const { rows, embedded } = await embedDocuments(this.#parts, documents)
    for (const [i, { file, prepared }] of batch.entries()) {
      this.#add(file, prepared, rows[i])
    }
    this.#meter.counts.embedded += embedded
  }

  #add(file: WaitingFile, prepared: Extracted, rows: DocumentRows): void {
    const { counts } = this.#meter
    const isChange = file.known?.path === file.path
    this.#retireOld(file)
    this.#ready.push({ record: recordOf(rows.id, file.path, prepared), rows, cached: prepared.cachedText })
    this.#readyBytes += prepared.textBytes
    this.#settled.push(file.path)
    if (isChange) counts.changed++
    else counts.added++
    counts.chunks += rows.starts.length
    counts.textBytes += prepared.textBytes
    counts.sourceBytes += prepared.size
  }

  /** Makes everything that is ready visible at once. See `Store.prepare` for the order. */
  async #commit(): Promise<void> {
    const { catalogue, texts, store } = this.#parts
    const [ready, retire, problems, settled] = [this.#ready, this.#retire, this.#problems, this.#settled]
    this.#ready = []
    this.#readyBytes = 0
    this.#retire = []
    this.#problems = []
    this.#settled = []
    this.#committedAt = performance.now()
    if (ready.length + retire.length + problems.length + settled.length === 0) return
    const change = await store.prepare({ add: ready.map(({ rows }) => rows), remove: retire })
    texts.add(ready.flatMap(({ record, cached }) => (cached === null ? [] : [{ id: record.id, utf8: cached }])))
    const add = ready.map(({ record }) => record)
    catalogue.apply({ generation: change.generation, add, retire, problems, settled })
    await change.publish()
    texts.remove(catalogue.purge(change.generation - 1))
  }
}

function moveKey({ path, size, mtimeMs }: { path: string; size: number; mtimeMs: number }): string {
  return `${size}/${mtimeMs}/${basename(path)}`
}

function recordOf(id: number, path: string, prepared: Extracted): DocumentRecord {
  const { size, mtimeMs, hash, textBytes, outline, starts, cachedText, isOwnBytes } = prepared
  const parsedPlace: TextPlace = cachedText === null ? 'parsed' : 'cached'
  return {
    id,
    path,
    kind: prepared.documentKind,
    size,
    mtimeMs,
    hash,
    place: isOwnBytes ? 'own-bytes' : parsedPlace,
    textBytes,
    chunks: starts.length,
    outline,
    part: '',
    source: 'folder',
    language: null,
    dated: mtimeMs,
    sender: null,
    recipients: null,
    thread: null,
    site: null,
  }
}
