/*
 * Another model for a library: every chunk is read and embedded once more, and its code is made anew. The old index answers
 * meanwhile, and takes in what changes. New codes are kept by segment in a scratch folder of the library, so that a run that was
 * stopped goes on with the next segment; when all have theirs, the library changes over in one step.
 */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceDurably, writeDurably } from '../durable-file.ts'
import type { Encoder } from '../embed/encoder.ts'
import { codeBits, copyCode, emptyCodes, encodeVectors, type Codec } from '../leann/codes.ts'
import type { LiveSegment } from '../leann/live-segments.ts'
import { chunkAt, writeSegment, type Segment } from '../leann/segment-file.ts'
import { codecFor, type StoreModel } from '../leann/model-codec.ts'
import type { Store } from '../leann/store.ts'
import type { Pace } from '../pace.ts'
import { inputOf, type PassageReader } from '../search/passages.ts'
import type { SwitchProgress, SwitchSummary } from '../types.ts'
import { documentsWith, isInFile, isWhole, meanOf, readFloats, sampleOf } from './new-codes.ts'

export interface SwitchParts {
  readonly store: Store
  /** The new model's. */
  readonly encoder: Encoder
  readonly passages: PassageReader
  readonly pace?: Pace | undefined
  /**
   * Runs the last step while no run of the indexer or of another upkeep is under way; they use one encoder from their beginning
   * to their end.
   */
  lastStep(work: () => Promise<void>): Promise<void>
  /** Changes over while nobody searches. */
  changeOver(publish: () => Promise<void>): Promise<void>
}

export interface SwitchOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: SwitchProgress) => void
}

/** What the names of scratch folders begin with; the rest says which model. */
export const switchPrefix = 'switch-'
/** Rows embedded between two looks at the signal. */
const blockRows = 256

/** Aborting leaves the library with its old model, and what is done for the next run: `cancelled`. */
export async function switchModel(parts: SwitchParts, options: SwitchOptions): Promise<SwitchSummary> {
  const started = performance.now()
  const { store, encoder } = parts
  const run = await SwitchRun.begin(parts, options)
  const done = (cancelled: boolean): SwitchSummary => {
    const { embedded, resumed, stale } = run.counts
    return { model: store.model.name, embedded, resumed, stale, elapsedMs: performance.now() - started, cancelled }
  }
  try {
    await run.centre()
    await run.recodeAll()
    await parts.lastStep(async () => {
      await store.inTurn(async () => {
        if (!store.isFlushed) await (await store.prepare()).publish()
      })
      await run.recodeAll()
      await store.inTurn(() => run.publish())
    })
  } catch (error) {
    if (!options.signal.aborted || store.model.fingerprint === encoder.fingerprint) throw error
    return done(true)
  }
  await removeScratch(store.folder)
  return done(false)
}

class SwitchRun {
  readonly counts = { embedded: 0, resumed: 0, stale: 0 }
  readonly #parts: SwitchParts
  readonly #options: SwitchOptions
  readonly #folder: string
  #model: StoreModel
  /** Names of segments that have their new codes. */
  readonly #recoded = new Set<string>()

  constructor(parts: SwitchParts, options: SwitchOptions, folder: string) {
    this.#parts = parts
    this.#options = options
    this.#folder = folder
    this.#model = parts.encoder
  }

  static async begin(parts: SwitchParts, options: SwitchOptions): Promise<SwitchRun> {
    const name = `${switchPrefix}${parts.encoder.fingerprint.slice(0, 16)}`
    await removeScratch(parts.store.folder, name)
    const folder = join(parts.store.folder, name)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new SwitchRun(parts, options, folder)
  }

  /** What the new codes are centred on: the mean of chunks from all over the library. The same in every run. */
  async centre(): Promise<void> {
    const { encoder, store } = this.#parts
    const path = join(this.#folder, 'centre.f32')
    let centre = await readFloats(path, encoder.dimensions)
    if (centre === null) {
      const { vectors } = await this.#embed(sampleOf(store.segments))
      centre = meanOf(vectors, encoder.dimensions) ?? encoder.centre
      await replaceDurably(path, new Uint8Array(centre.buffer, centre.byteOffset, centre.byteLength))
    }
    const { name, fingerprint, dimensions } = encoder
    this.#model = { name, fingerprint, dimensions, centre }
  }

  /** Until every segment that the library has by then has its new codes. */
  async recodeAll(): Promise<void> {
    const { store } = this.#parts
    for (;;) {
      const next = store.segments.find(({ segment }) => !this.#recoded.has(segment.name) && isInFile(segment))
      if (next === undefined) return
      await this.#recode(next)
      this.#recoded.add(next.segment.name)
    }
  }

  async publish(): Promise<void> {
    const change = await this.#parts.store.prepareModel(this.#model, (segment) => join(this.#folder, segment))
    this.#options.signal.throwIfAborted()
    await this.#parts.changeOver(() => change.publish())
  }

  async #recode({ segment, deleted }: LiveSegment): Promise<void> {
    const path = join(this.#folder, segment.name)
    if (await isWhole(path, segment)) {
      this.counts.resumed += segment.rowCount
      return
    }
    const codec = this.#codec
    const codes = emptyCodes(segment.rowCount, codeBits(codec))
    for (let row = 0; row < segment.rowCount; row += blockRows) {
      this.#report(segment, row)
      const rows = Array.from({ length: Math.min(blockRows, segment.rowCount - row) }, (_, i) => row + i)
      const live = rows.filter((at) => deleted?.has(at) !== true)
      const { vectors, missing } = await this.#embed(live.map((at) => ({ segment, row: at })))
      const made = encodeVectors(codec, vectors)
      for (const [i, at] of live.entries()) copyCode(made, i, codes, at)
      this.counts.embedded += live.length - missing
      this.counts.stale += missing
    }
    await writeDurably(path, writeSegment(documentsWith(segment, codes), codeBits(codec)))
  }

  get #codec(): Codec {
    return codecFor(this.#model, this.#parts.store.codec.bitsPerDimension ?? 1)
  }

  /** Vectors of rows; a chunk whose file changed has none. */
  async #embed(
    rows: readonly { segment: Segment; row: number }[],
  ): Promise<{ vectors: Float32Array; missing: number }> {
    const { encoder, passages, store, pace } = this.#parts
    const { signal } = this.#options
    signal.throwIfAborted()
    const chunks = rows.map(({ segment, row }) => chunkAt(segment, row))
    const read = await passages.read(chunks, store.generation)
    const inputs = read.map(inputOf)
    const vectors = await encoder.embed(inputs, signal, { background: { pace } })
    return { vectors, missing: read.filter((passage) => passage === null).length }
  }

  #report(current: Segment, row: number): void {
    const { segments } = this.#parts.store
    const total = segments.reduce((sum, { segment }) => sum + segment.rowCount, 0)
    const before = segments.reduce(
      (sum, { segment }) => sum + (this.#recoded.has(segment.name) ? segment.rowCount : 0),
      0,
    )
    this.#options.onProgress({ done: Math.min(total, before + (current.rowCount === 0 ? 0 : row)), total })
  }
}

/** Scratch folders of other models, or all. */
async function removeScratch(library: string, kept?: string): Promise<void> {
  for (const name of await readdir(library)) {
    if (name.startsWith(switchPrefix) && name !== kept) await rm(join(library, name), { recursive: true, force: true })
  }
}
