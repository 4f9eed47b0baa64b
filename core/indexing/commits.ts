/* What a run of the indexer has ready, shown to searches and written to files: a commit is whole or not there at all. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { ContainerRecord, DocumentRecord, ProblemRecord } from '../catalogue/document-record.ts'
import type { TextCache } from '../catalogue/text-cache.ts'
import type { DocumentRows } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'

/** A commit is due after this much text or, unless a run says otherwise, time. */
const commitTextBytes = 40 * 1024 * 1024
const defaultCommitEveryMs = 10_000
/** What is ready is shown to searches this often, before it is in files. */
const defaultShowEveryMs = 1000

interface CommitParts {
  readonly catalogue: Catalogue
  readonly texts: TextCache
  readonly store: Store
}

/** How often a run commits and shows; milliseconds. */
export interface CommitTimes {
  readonly commitEveryMs?: number | undefined
  readonly showEveryMs?: number | undefined
  /** Whether anybody would see what is shown between two commits; default: yes. */
  readonly isWatched?: (() => boolean) | undefined
}

/** What waits for the next commit. */
export interface Ready {
  readonly documents: {
    readonly record: DocumentRecord
    readonly rows: DocumentRows
    readonly cached: Uint8Array | null
  }[]
  /** Ids of versions that leave. */
  readonly retire: number[]
  readonly problems: ProblemRecord[]
  /** Paths that are dealt with. */
  readonly settled: string[]
  readonly begun: { readonly path: string; readonly parts: readonly string[] | null }[]
  readonly containers: ContainerRecord[]
}

function nothingReady(): Ready {
  return { documents: [], retire: [], problems: [], settled: [], begun: [], containers: [] }
}

/** One run's changes on their way into the library. */
export class Commits {
  readonly #parts: CommitParts
  readonly #commitEveryMs: number
  readonly #showEveryMs: number
  readonly #isWatched: () => boolean
  #ready = nothingReady()
  /** Of text. */
  #readyBytes = 0
  #shownBytes = 0
  #committedAt = performance.now()
  #shownAt = performance.now()

  constructor(parts: CommitParts, times: CommitTimes) {
    this.#parts = parts
    this.#commitEveryMs = times.commitEveryMs ?? defaultCommitEveryMs
    this.#showEveryMs = times.showEveryMs ?? defaultShowEveryMs
    this.#isWatched = times.isWatched ?? (() => true)
  }

  /** What waits, to be added to. */
  get ready(): Ready {
    return this.#ready
  }

  add(document: Ready['documents'][number]): void {
    this.#ready.documents.push(document)
    this.#readyBytes += document.record.textBytes
  }

  /** What there is to do by now. */
  due(): 'commit' | 'show' | 'nothing' {
    const now = performance.now()
    const isFull = this.#readyBytes + this.#shownBytes >= commitTextBytes
    if (isFull || now - this.#committedAt >= this.#commitEveryMs) return 'commit'
    return now - this.#shownAt >= this.#showEveryMs && this.#isWatched() ? 'show' : 'nothing'
  }

  /** Makes everything that is ready visible to searches in this process, at once and for as long as it runs. */
  async show(): Promise<void> {
    const { store } = this.#parts
    const ready = this.#takeReady()
    if (ready === null) return
    await store.inTurn(async () => {
      const show = await store.prepareShown({ add: ready.documents.map(({ rows }) => rows), remove: ready.retire })
      this.#tell(ready, store.nextGeneration)
      show()
    })
  }

  /**
   * Writes what is ready, and what was shown, to files: it is there for other processes, and after a crash. What was never shown is
   * encoded once instead of twice.
   */
  async commit(): Promise<void> {
    const { catalogue, texts, store } = this.#parts
    if (!store.isFlushed) await this.show()
    const ready = this.#takeReady()
    this.#committedAt = performance.now()
    this.#shownBytes = 0
    await store.inTurn(async () => {
      if (store.isFlushed && ready === null) return
      const add = ready?.documents.map(({ rows }) => rows) ?? []
      const change = await store.prepare({ add, remove: ready?.retire ?? [] })
      if (ready !== null) this.#tell(ready, change.generation)
      await change.publish()
      texts.remove(catalogue.purge(change.generation - 1))
    })
  }

  /** The catalogue's and the cache's side of what is ready, under the generation that it will be of. */
  #tell({ documents, ...change }: Ready, generation: number): void {
    const { catalogue, texts } = this.#parts
    texts.add(documents.flatMap(({ record, cached }) => (cached === null ? [] : [{ id: record.id, utf8: cached }])))
    catalogue.apply({ ...change, generation, add: documents.map(({ record }) => record) })
  }

  /** What is ready, which somebody else sees to from now on; null where nothing is. */
  #takeReady(): Ready | null {
    const ready = this.#ready
    this.#ready = nothingReady()
    this.#shownBytes += this.#readyBytes
    this.#readyBytes = 0
    this.#shownAt = performance.now()
    return Object.values(ready).some(({ length }) => length > 0) ? ready : null
  }
}
