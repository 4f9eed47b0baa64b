/* A run of the indexer over a library's roots, or some folders in them, and what is noted after it. */
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Encoder } from '../embed/encoder.ts'
import type { Forgotten } from '../forgotten.ts'
import { runIndexer } from '../indexing/indexer.ts'
import type { Store } from '../leann/store.ts'
import type { IndexOptions } from '../library.ts'
import { onItsDisk, type RootDisks } from '../sources/root-disks.ts'
import { understood } from '../sayings/understood.ts'
import type { ExtractPool } from '../text/extract-pool.ts'
import { ocrProblem } from '../text/formats/ocr.ts'
import { readOptionsOf } from '../text/read-options.ts'
import type { IndexSummary } from '../types.ts'
import { packParts, undoUnpublished, type Parts } from './parts.ts'
import { partialSources, rootSource, type KeptOut } from './roots-as-sources.ts'

export interface IndexRunParts {
  readonly parts: Parts
  readonly encoder: Encoder
  readonly pool: ExtractPool
  readonly disks: RootDisks
  readonly forgotten: Forgotten
  readonly keptOut: KeptOut
  /** Whether anybody would see what is shown between two commits. */
  isWatched(): boolean
}

/** As `Library.index`. */
export async function indexRoots(
  { parts, encoder, pool, disks, forgotten, keptOut, isWatched }: IndexRunParts,
  { roots, folders, signal = new AbortController().signal, onProgress = () => {}, ...times }: IndexOptions,
): Promise<IndexSummary> {
  const { catalogue, store, texts } = parts
  const { commitEveryMs, showEveryMs } = times
  // An earlier run of this process may have failed between writing and publishing, on a full disk for example.
  await store.inTurn(() => undoUnpublished(parts))
  const sources =
    folders === undefined
      ? (roots ?? catalogue.roots()).map((root) => rootSource(root, keptOut))
      : partialSources(catalogue.roots(), folders, keptOut)
  const reading = readOptionsOf(keptOut.reading)
  if (reading.ocr !== null) awaitPictures(catalogue, reading.ocr)
  const summary = await runIndexer(
    { catalogue, texts, store, encoder, pool, pace: parts.options.pace, forgotten, reading },
    {
      sources: sources.map((source) => onItsDisk(source, disks)),
      signal,
      onProgress,
      commitEveryMs,
      showEveryMs,
      isWatched,
    },
  )
  if (!summary.cancelled) await gatherSmall(store, summary.embedded)
  await packParts(parts)
  catalogue.checkpoint()
  texts.checkpoint()
  await forgotten.save()
  await disks.note(catalogue.roots())
  return summary
}

/** Pictures that could not be read without tesseract, or a language of it, are read by the first run that has it. */
function awaitPictures(catalogue: Catalogue, languages: string): void {
  const isWanting = (message: string): boolean => wantingTesseract.has(understood(message)?.code ?? '')
  const wanting = catalogue.unread.problems().filter(({ message }) => isWanting(message))
  if (wanting.length > 0 && ocrProblem(languages) === null) catalogue.unread.addPending(wanting.map(({ path }) => path))
}

const wantingTesseract: ReadonlySet<string> = new Set(['file.noTesseract', 'file.noTesseractLanguage'])

async function gatherSmall(store: Store, added: number): Promise<void> {
  await store.inTurn(async () => {
    const change = await store.prepareGathering(added)
    await change?.publish()
  })
}
