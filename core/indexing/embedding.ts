import type { Encoder } from '../embed/encoder.ts'
import { codeBits, copyCode, emptyCodes, encodeVectors, type Codes } from '../leann/codes.ts'
import type { DocumentTerms } from '../keywords/document-terms.ts'
import type { DocumentRows } from '../leann/segment-file.ts'
import type { Store } from '../leann/store.ts'
import { eventTurn, pauses } from '../in-steps.ts'
import type { Pace } from '../pace.ts'
import { chunkTerms, type WordsOfChunks } from '../text/chunk-terms.ts'
import { chunkInput, type ChunkedDocument, type ChunkInput, type ChunkTexts } from '../text/chunk-document.ts'

/** A document version that is to get rows. */
export interface NewDocument {
  readonly id: number
  /** The version it replaces: chunks that are the same there keep their codes. */
  readonly replaces: number | null
  readonly chunks: ChunkTexts & WordsOfChunks & Pick<ChunkedDocument, 'checks' | 'terms'>
}

/** What makes rows of documents. */
export interface EmbeddingParts {
  readonly store: Store
  readonly encoder: Encoder
  readonly pace?: Pace | undefined
  /** Ends the waiting for the pace, not the embedding: what was taken is embedded. */
  readonly signal?: AbortSignal | undefined
}

/** Rows of `documents` in their order, and how many chunks were embedded: only those that are new. */
export async function embedDocuments(
  { store, encoder, pace, signal }: EmbeddingParts,
  documents: readonly NewDocument[],
): Promise<{ rows: DocumentRows[]; embedded: number }> {
  const fresh: { codes: Codes; row: number; input: ChunkInput }[] = []
  const terms = await termsOfAll(documents, pace)
  const rows = documents.map(({ id, replaces, chunks }, i) => {
    const { starts, ends, checks } = chunks
    const codes = emptyCodes(starts.length, codeBits(store.codec))
    const old = replaces === null ? undefined : store.rowsOf(replaces)
    const oldRows = new Map(Array.from(old?.checks ?? [], (check, row) => [check, row]))
    for (const [row, check] of checks.entries()) {
      const same = oldRows.get(check)
      if (old !== undefined && same !== undefined) copyCode(old.codes, same, codes, row)
      else fresh.push({ codes, row, input: chunkInput(chunks, row) })
    }
    return { id, starts, ends, checks, codes, terms: terms[i] }
  })
  const vectors = await encoder.embed(
    fresh.map(({ input }) => input),
    undefined,
    { background: { pace: { step: () => pace?.step(signal).catch(() => {}) ?? Promise.resolve() } } },
  )
  const made = encodeVectors(store.codec, vectors)
  for (const [i, { codes, row }] of fresh.entries()) copyCode(made, i, codes, row)
  return { rows, embedded: fresh.length }
}

/** Counts those that were left to this thread; searches have their turn between two documents. */
async function termsOfAll(documents: readonly NewDocument[], pace: Pace | undefined): Promise<DocumentTerms[]> {
  const pause = pauses(() => pace?.turn() ?? eventTurn())
  const all: DocumentTerms[] = []
  for (const { chunks } of documents) {
    all.push(chunks.terms ?? chunkTerms(chunks))
    const others = pause()
    if (others !== null) await others
  }
  return all
}
