/*
 * Brings a library up to date with its sources: scan, then read, chunk and embed what changed, committing every few
 * seconds. A commit is whole or not there at all; what was committed stays through a crash or a cancelled run.
 */
import { basename, dirname } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { ContainerRecord, FileStamp } from '../catalogue/document-record.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import type { Encoder } from '../embed/encoder.ts'
import { AppError, unreachable } from '../errors.ts'
import type { Forgotten } from '../forgotten.ts'
import type { Store } from '../leann/store.ts'
import type { Pace } from '../pace.ts'
import type { Source } from '../sources/source.ts'
import { forgetCounters } from '../text/chunk-terms.ts'
import { decodeOutline } from '../text/outline.ts'
import { type ReadOptions, usualOptions } from '../text/read-options.ts'
import type { ExtractPool, PartsTaker } from '../text/extract-pool.ts'
import type { Prepared, PreparedContainer, PreparedDocument, PreparedPart } from '../text/prepared.ts'
import type { FileProblem, FileProblemCode, IndexProgress, IndexSummary } from '../types.ts'
import { Batch } from './batch.ts'
import { Commits, type CommitTimes } from './commits.ts'
import { KnownParts } from './known-parts.ts'
import { withMoves } from './moves.ts'
import { ProgressMeter } from './progress.ts'
import { readFiles, type Arrival, type Readers } from './read-files.ts'
import type { Scan, WaitingFile } from './scan.ts'
import { scanSources } from './scan-sources.ts'
import type { WaitingDocument } from './waiting-document.ts'

/** What a run works on and with. */
export interface IndexerParts {
  readonly catalogue: Catalogue
  readonly texts: TextCache
  readonly store: Store
  readonly encoder: Encoder
  readonly pool: ExtractPool
  /** What is not to come back. */
  readonly forgotten?: Forgotten
  /** How files are read; default: as usual. */
  readonly reading?: ReadOptions
  /** How fast it may go; default: as fast as it can. */
  readonly pace?: Pace | undefined
}

/** One run: over what, until when, and who hears of it. */
export interface IndexRun extends CommitTimes {
  readonly sources: readonly Source[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: IndexProgress) => void
}

/** Runs once over `sources`. */
export async function runIndexer(
  parts: IndexerParts,
  { sources, signal, onProgress, ...times }: IndexRun,
): Promise<IndexSummary> {
  return new Run(parts, { meter: new ProgressMeter(onProgress), signal, ...times }).over(sources)
}

interface RunSettings extends CommitTimes {
  readonly meter: ProgressMeter
  readonly signal: AbortSignal
}

class Run {
  readonly #parts: IndexerParts
  readonly #meter: ProgressMeter
  readonly #signal: AbortSignal
  readonly #commits: Commits
  readonly #batch: Batch
  /** Parts of files that are being read, by the path where they are now. */
  readonly #known = new Map<string, KnownParts>()
  /** Documents whose files are gone; they leave at the end, when it is known which of them only moved. */
  readonly #vanished = new Map<string, FileStamp>()
  /** A root's name says where somebody keeps files, not what one of them is about. */
  readonly #roots = new Set<string>()
  /** Aborted when nothing more is to be read. */
  readonly #reading = new AbortController()
  readonly #stopReading = (): void => this.#reading.abort(this.#signal.reason)

  constructor(parts: IndexerParts, { meter, signal, ...times }: RunSettings) {
    this.#parts = parts
    this.#meter = meter
    this.#signal = signal
    this.#commits = new Commits(parts, times)
    const { store, encoder, pace } = parts
    this.#batch = new Batch({ embedding: { store, encoder, pace, signal }, commits: this.#commits, meter })
    if (signal.aborted) this.#stopReading()
    else signal.addEventListener('abort', this.#stopReading)
  }

  async over(sources: readonly Source[]): Promise<IndexSummary> {
    for (const { root } of sources) this.#roots.add(root)
    try {
      const scan = await this.#scan(sources)
      for (const stamp of scan.vanished) this.#vanished.set(stamp.path, stamp)
      await this.#readAll(withMoves(scan))
      this.#removeVanished()
    } catch (error) {
      if (!this.#signal.aborted) throw error
    } finally {
      // The threads outlive this run: they must not wait for it.
      this.#reading.abort(new AppError('cancelled', 'The run of the indexer is over.'))
      this.#signal.removeEventListener('abort', this.#stopReading)
    }
    // What was taken counts as dealt with: it is embedded, also where the run was cancelled.
    await this.#batch.embed()
    forgetCounters()
    this.#meter.phase = 'finishing'
    this.#meter.currentPath = null
    this.#meter.report()
    await this.#commits.commit()
    return this.#meter.summary(this.#signal.aborted)
  }

  async #scan(sources: readonly Source[]): Promise<Scan> {
    const { catalogue, store, forgotten, pace } = this.#parts
    const { unreachable, ...scan } = await scanSources(sources, {
      catalogue,
      generation: store.generation,
      forgotten,
      signal: this.#signal,
      pace,
      beforeEach: () => this.#meter.report(),
    })
    for (const path of scan.mended) this.#commits.ready.settled.push(path)
    for (const problem of scan.problems) this.#fail(problem, { size: 0, mtimeMs: 0 })
    if (unreachable.length > 0 && unreachable.length === sources.length) {
      await this.#commits.commit()
      throw unreachable[0]
    }
    this.#meter.counts.unchanged = scan.unchanged
    return scan
  }

  async #readAll(waiting: readonly WaitingFile[]): Promise<void> {
    this.#meter.startIndexing(
      waiting.length,
      waiting.reduce((sum, { size }) => sum + size, 0),
    )
    const readers: Readers = {
      read: (file, take) => this.#read(file, take),
      tellBacklog: (bytes) => this.#parts.pool.tellBacklog(bytes),
    }
    for await (const arrival of readFiles(waiting, readers, this.#signal)) {
      await this.#take(arrival)
      this.#meter.tick()
      await this.#commitWhenDue()
      await this.#parts.pace?.step(this.#signal)
    }
  }

  async #commitWhenDue(): Promise<void> {
    const due = this.#commits.due()
    if (due === 'nothing') return
    // Slow files fill a batch slowly; what was read of them must not wait for that.
    await this.#batch.embed()
    await (due === 'commit' ? this.#commits.commit() : this.#commits.show())
  }

  #read(file: WaitingFile, take: PartsTaker['take']): Promise<Prepared> {
    const { path, size, known, isSuspect } = file
    const knownHash = isSuspect ? null : (known?.document?.hash ?? null)
    const state = isSuspect ? null : (known?.container?.state ?? null)
    const { pool, reading = usualOptions } = this.#parts
    const place = dirname(path)
    const folder = this.#roots.has(place) ? '' : basename(place)
    return pool.prepare({ path, folder, size, knownHash, state, reading }, this.#reading.signal, {
      knownHashes: (reread) => this.#openParts(file, reread).hashes,
      take,
    })
  }

  /** What the library has of a file; `reread`: these parts alone. The same again where a second thread goes on with the file. */
  #openParts(file: WaitingFile, reread: readonly string[] | null = null): KnownParts {
    const { path, known, isSuspect } = file
    const opened = this.#known.get(path)
    if (opened !== undefined) return opened
    const { catalogue, store } = this.#parts
    const stamps = known?.container == null ? [] : catalogue.files.parts(known.path, store.generation, reread)
    const problems = known?.container == null ? [] : catalogue.unread.partProblemsAt(known.path)
    const parts = new KnownParts(stamps, { isSuspect, problems })
    this.#commits.ready.begun.push({ path, parts: reread })
    this.#known.set(path, parts)
    return parts
  }

  async #take(arrival: Arrival): Promise<void> {
    const { file } = arrival
    this.#meter.currentPath = file.path
    if (arrival.kind === 'parts') {
      await this.#takeParts(file, arrival.parts)
      return arrival.taken()
    }
    this.#meter.filesDone++
    this.#meter.bytesDone += file.size
    await this.#takeFile(file, arrival.prepared)
    this.#known.delete(file.path)
  }

  async #takeFile(file: WaitingFile, prepared: Prepared): Promise<void> {
    switch (prepared.kind) {
      case 'unchanged':
        return this.#keep(file, prepared)
      case 'failed':
        this.#retireOld(file)
        if (!passingProblems.has(prepared.code)) this.#retireParts(file)
        return this.#fail({ path: file.path, code: prepared.code, message: prepared.message }, prepared)
      case 'container':
        this.#retireOld(file)
        return this.#endContainer(file, prepared)
      case 'prepared':
        return this.#takeDocument(file, prepared)
      default:
        return unreachable(prepared)
    }
  }

  /** A file that is a document, and what is attached to it. */
  async #takeDocument(file: WaitingFile, prepared: PreparedDocument): Promise<void> {
    const { path, known } = file
    const { size, mtimeMs, parts } = prepared
    const replaces = (known?.path === path ? known.document?.id : file.resembles) ?? null
    await this.#await({ file, part: '', prepared, mtimeMs, replaces })
    this.#retireOld(file)
    this.#commits.ready.settled.push(path)
    if (prepared.problem !== undefined) this.#note({ path, ...prepared.problem }, prepared)
    if (parts.length === 0 && known?.container == null) return
    await this.#takeParts(file, parts)
    this.#retireParts(file)
    const hasParts = parts.some((part) => part.kind === 'prepared')
    this.#commits.ready.containers.push({
      path,
      size: hasParts ? size : -1,
      mtimeMs,
      isDocument: hasParts,
      state: null,
    })
  }

  async #takeParts(file: WaitingFile, parts: readonly PreparedPart[]): Promise<void> {
    const { path, mtimeMs } = file
    const known = this.#openParts(file)
    for (const part of parts) {
      // Not even what is wrong with it is noted.
      if (part.kind !== 'unchanged' && this.#parts.forgotten?.coversPlace({ path, part: part.part }) === true) continue
      switch (part.kind) {
        case 'unchanged': {
          const stamp = known.keep(part.part, part.hash)
          if (stamp.part !== part.part) this.#parts.catalogue.files.renamePart(stamp, part.part)
          for (const problem of known.problemsOf(stamp.part, part.part))
            this.#commits.ready.problems.push({ ...problem, path })
          this.#meter.counts.unchanged++
          break
        }
        case 'failed':
          this.#commits.ready.problems.push({ ...problemWith(path, part), size: part.size, mtimeMs })
          this.#meter.counts.failed++
          break
        case 'prepared': {
          const isTaken = await this.#await({
            file,
            part: part.part,
            prepared: part,
            mtimeMs,
            replaces: known.named(part.part)?.id ?? null,
          })
          if (isTaken && part.problem !== undefined)
            this.#note({ path, part: part.part, ...part.problem }, { size: part.size, mtimeMs })
          break
        }
        default:
          unreachable(part)
      }
    }
  }

  /** Its size and time are those of the scan: what came since is looked at by the next. */
  #endContainer(file: WaitingFile, { state, isGrown }: PreparedContainer): void {
    const { path, size, mtimeMs, known } = file
    this.#commits.ready.containers.push({ path, size, mtimeMs, isDocument: false, state })
    const isMove = known !== null && known.path !== path
    const parts = this.#known.get(path)
    if (!isMove) this.#retireParts(file)
    else if (parts !== undefined && (isGrown || parts.kept > 0)) {
      this.#parts.catalogue.files.relocate(known, { path, size, mtimeMs })
      this.#vanished.delete(known.path)
      this.#retireLeft(file)
    }
  }

  #retireParts(file: WaitingFile): void {
    if (file.known?.path === file.path) this.#retireLeft(file)
  }

  /** The parts of a file that nothing was heard of leave. */
  #retireLeft(file: WaitingFile): void {
    const left = this.#openParts(file).left()
    for (const { id } of left) this.#commits.ready.retire.push(id)
    this.#meter.counts.removed += left.length
  }

  /** False where it was forgotten. */
  async #await(waiting: WaitingDocument): Promise<boolean> {
    if (this.#isForgotten(waiting)) return false
    await this.#batch.add(waiting)
    return true
  }

  #isForgotten({ file, part, prepared, mtimeMs }: WaitingDocument): boolean {
    const { sender = null, site = null, dated = mtimeMs } = prepared.facts
    const { forgotten } = this.#parts
    const { outline, textBytes, source } = prepared
    const marks = () => ({ path: file.path, part, title: decodeOutline(outline).title, sender, dated, textBytes })
    if (forgotten === undefined) return false
    if (!forgotten.covers({ sender, site, dated, source }) && !forgotten.coversMoved(part, marks)) return false
    if (part === '') forgotten.noteFile(file)
    return true
  }

  /** The bytes are those of a version we have: touched, or moved here. */
  #keep(file: WaitingFile, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
    const { known, path } = file
    if (known === null) throw new Error('A file without a known version cannot be unchanged')
    this.#parts.catalogue.files.relocate(known, { path, size, mtimeMs })
    this.#meter.counts.unchanged++
    this.#vanished.delete(known.path)
  }

  #removeVanished(): void {
    const { catalogue, store } = this.#parts
    let count = 0
    for (const { document, container, path } of this.#vanished.values()) {
      const parts = catalogue.files.parts(path, store.generation)
      const ids = [...(document === null ? [] : [document.id]), ...parts.map(({ id }) => id)]
      count += ids.length
      for (const id of ids) this.#commits.ready.retire.push(id)
      if (container !== null || parts.length > 0) this.#commits.ready.containers.push({ ...goneContainer, path })
      this.#commits.ready.settled.push(path)
    }
    this.#meter.counts.removed += count
  }

  #retireOld({ known, path }: WaitingFile): void {
    if (known !== null && known.document !== null && known.path === path)
      this.#commits.ready.retire.push(known.document.id)
  }

  #fail(problem: FileProblem, facts: { size: number; mtimeMs: number }): void {
    this.#commits.ready.settled.push(problem.path)
    this.#note(problem, facts)
  }

  #note(problem: FileProblem, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
    this.#commits.ready.problems.push({ ...problem, size, mtimeMs })
    this.#meter.counts.failed++
  }
}

const goneContainer: Omit<ContainerRecord, 'path'> = { size: -1, mtimeMs: 0, isDocument: false, state: null }

/** Problems with a whole file that say nothing of the documents in it. */
const passingProblems: ReadonlySet<FileProblemCode> = new Set<FileProblemCode>(['unreadable', 'crashed', 'timed-out'])

function problemWith(path: string, { part, code, message }: Extract<PreparedPart, { kind: 'failed' }>): FileProblem {
  return { path, part, code, message }
}
