/* How far a check is, by bytes; between two pieces others have their turn, and it may be stopped. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { catalogueName } from '../catalogue/open-catalogue.ts'
import { filesOf, type Manifest } from '../leann/manifest.ts'
import type { CheckProgress, DamagedPart } from '../types.ts'

export interface CheckOptions {
  readonly signal?: AbortSignal | undefined
  /** Hears of each file, and of the comparing in between; as often as it is asked for a turn. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined
}

/** Documents are compared so many at a time. */
const comparedAtOnce = 200

/** The check of one library. */
export class CheckWork {
  readonly #sizes: ReadonlyMap<string, number>
  readonly #totalBytes: number
  readonly #options: CheckOptions
  #doneBytes = 0

  private constructor(sizes: ReadonlyMap<string, number>, options: CheckOptions) {
    this.#sizes = sizes
    this.#options = options
    this.#totalBytes = sum(sizes) + this.#comparedBytes
  }

  static async of(folder: string, manifest: Manifest | null, options: CheckOptions): Promise<CheckWork> {
    const names = [...(manifest === null ? [] : filesOf(manifest)), ...databases]
    const sizes = new Map<string, number>()
    // What is not there is told by whoever reads it.
    for (const name of names) sizes.set(name, (await stat(join(folder, name)).catch(() => null))?.size ?? 0)
    return new CheckWork(sizes, options)
  }

  /** Reads a file, which is told first, with those that belong to it. */
  async on<T>(
    kind: DamagedPart,
    [part, ...others]: readonly [string, ...(string | null)[]],
    read: () => Promise<T>,
  ): Promise<T> {
    await this.#tell(kind, part, 0)
    const result = await read()
    for (const name of [part, ...others]) this.#doneBytes += this.#sizes.get(name ?? '') ?? 0
    return result
  }

  /** `count` of the `total` documents have been compared with the other files. */
  async onCompared(count: number, total: number): Promise<void> {
    if (count % comparedAtOnce !== 0) return
    await this.#tell('documents', 'documents', (this.#comparedBytes * count) / Math.max(1, total))
  }

  /** Both are read once more, document by document. */
  get #comparedBytes(): number {
    return databases.reduce((total, name) => total + (this.#sizes.get(name) ?? 0), 0)
  }

  async #tell(kind: DamagedPart, part: string, moreBytes: number): Promise<void> {
    const doneBytes = Math.min(this.#totalBytes, Math.round(this.#doneBytes + moreBytes))
    this.#options.onProgress?.({ kind, part, doneBytes, totalBytes: this.#totalBytes })
    await nextTurn()
    this.#options.signal?.throwIfAborted()
  }
}

const databases = [catalogueName, 'texts.sqlite']

function sum(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((total, size) => total + size, 0)
}
