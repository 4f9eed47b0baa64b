/* Documents that were read, embedded together: the encoder is at its best with many chunks at once. */
import type { DocumentRows } from '../leann/segment-file.ts'
import type { Commits } from './commits.ts'
import { embedDocuments, type EmbeddingParts, type NewDocument } from './embedding.ts'
import type { ProgressMeter } from './progress.ts'
import { recordOf, type WaitingDocument } from './waiting-document.ts'

/** Documents are embedded together once they have this many chunks. */
const chunksPerBatch = 1024

interface BatchParts {
  readonly embedding: EmbeddingParts
  readonly commits: Commits
  readonly meter: ProgressMeter
}

/** The documents that wait to be embedded. */
export class Batch {
  readonly #parts: BatchParts
  #nextDocument: number
  #waiting: WaitingDocument[] = []
  #chunks = 0

  constructor(parts: BatchParts) {
    this.#parts = parts
    this.#nextDocument = parts.embedding.store.nextDocument
  }

  /** Embeds what waits when that is enough for a batch. */
  async add(document: WaitingDocument): Promise<void> {
    this.#waiting.push(document)
    this.#chunks += document.prepared.starts.length
    if (this.#chunks >= chunksPerBatch) await this.embed()
  }

  /** Embeds what waits: it is ready for a commit then. */
  async embed(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#chunks = 0
    const documents: NewDocument[] = waiting.map(({ prepared, replaces }) => ({
      id: this.#nextDocument++,
      replaces,
      chunks: prepared,
    }))
    const { rows, embedded } = await embedDocuments(this.#parts.embedding, documents)
    for (const [i, document] of waiting.entries()) this.#ready(document, rows[i])
    this.#parts.meter.counts.embedded += embedded
  }

  #ready(document: WaitingDocument, rows: DocumentRows): void {
    const { prepared, replaces, file } = document
    const { counts } = this.#parts.meter
    this.#parts.commits.add({ record: recordOf(rows.id, document), rows, cached: prepared.cachedText })
    if (replaces === null || replaces === file.resembles) counts.added++
    else counts.changed++
    counts.chunks += rows.starts.length
    counts.textBytes += prepared.textBytes
    counts.sourceBytes += prepared.size
  }
}
