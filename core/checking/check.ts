/*
 * Verifies every file of a library and that they agree: checksums, the databases' own checks, rows against documents,
 * cached texts against documents. Each part is opened by itself, so that one damage does not hide another.
 */
import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalogue } from '../catalogue/catalogue.ts'
import { catalogueName, openCatalogue } from '../catalogue/open-catalogue.ts'
import { TextCache } from '../catalogue/text-cache.ts'
import { AppError, messageOf } from '../errors.ts'
import { ExcludedPaths, excludedName } from '../excluded-paths.ts'
import { Forgotten, forgottenName } from '../forgotten.ts'
import { readKeywords } from '../keywords/postings-file.ts'
import { readGraph } from '../leann/graph/graph-file.ts'
import { readDeletes } from '../leann/deletes-file.ts'
import type { RowSet } from '../leann/row-set.ts'
import {
  filesOf,
  manifestName,
  parseManifest,
  segmentFiles,
  type Manifest,
  type SegmentEntry,
} from '../leann/manifest.ts'
import { readSegment } from '../leann/segment-file.ts'
import { ReadingRulesFile, readingName } from '../sources/reading-rules.ts'
import { checkFeedback, feedbackName } from '../search/feedback/feedback-file.ts'
import type { DamagedPart } from '../types.ts'
import { CheckWork, type CheckOptions } from './check-work.ts'

const textsName = 'texts.sqlite'

/** One thing that is wrong. */
export interface Finding {
  /** The file, or 'documents' where files disagree. */
  readonly part: string
  readonly kind: DamagedPart
  readonly message: string
}

/** What the person chose, each in a file of its own that says by itself what is wrong with it. */
const choices: readonly [string, (folder: string) => object][] = [
  [excludedName, (folder) => new ExcludedPaths(folder)],
  [forgottenName, (folder) => new Forgotten(folder)],
  [readingName, (folder) => new ReadingRulesFile(folder)],
]

/** What a check found out. */
export interface CheckReport {
  readonly segments: number
  readonly chunks: number
  readonly documents: number
  /** Empty when the library is sound. */
  readonly findings: readonly Finding[]
}

/** What is sound and what is not; `repair` works from it. */
export interface Examination extends CheckReport {
  /** null: unreadable. */
  readonly manifest: Manifest | null
  /** Entries of the manifest whose files are whole. */
  readonly sound: readonly SegmentEntry[]
  readonly isCatalogueSound: boolean
  readonly areTextsSound: boolean
  /** Ids of documents whose chunks or kept text are not all there. */
  readonly broken: readonly number[]
  /** Ids that have rows but are no documents. */
  readonly orphans: readonly number[]
  /** Files of what the person chose, opened and judged that cannot be read. */
  readonly lostFiles: readonly string[]
}

/** @throws AppError `library-too-new`, `library-busy`; what `options.signal` was aborted with */
export async function examine(folder: string, options: CheckOptions = {}): Promise<Examination> {
  const findings: Finding[] = []
  const manifest = await orFinding(findings, [manifestName, 'manifest'], async () =>
    parseManifest(await readFile(join(folder, manifestName), 'utf8')),
  )
  const work = await CheckWork.of(folder, manifest, options)
  const { sound, rows } = await examineSegments({ folder, manifest, findings, work })
  const catalogue = await work.on('catalogue', [catalogueName], () =>
    orFinding(findings, [catalogueName, 'catalogue'], async () => withoutFaults(openCatalogue(folder, 'read'))),
  )
  const texts = await work
    .on('texts', [textsName], () =>
      orFinding(findings, [textsName, 'texts'], async () => withoutFaults(new TextCache(folder, 'read'))),
    )
    .catch((error: unknown) => closing(error, catalogue))
  try {
    const documents =
      manifest === null || catalogue === null
        ? { count: 0, broken: [], orphans: [] }
        : await compareDocuments({ catalogue, texts, rows, generation: manifest.generation, findings, work })
    await findLeftovers(folder, manifest, findings)
    const lostFiles = await findLostChoices(folder, findings)
    if (!(await isFeedbackSound(folder, findings))) lostFiles.push(feedbackName)
    return {
      segments: manifest?.segments.length ?? 0,
      chunks: [...rows.values()].reduce((sum, count) => sum + count, 0),
      documents: documents.count,
      findings,
      manifest,
      sound,
      isCatalogueSound: catalogue !== null,
      areTextsSound: texts !== null,
      broken: documents.broken,
      orphans: documents.orphans,
      lostFiles,
    }
  } finally {
    catalogue?.close()
    texts?.close()
  }
}

function closing(error: unknown, open: { close(): void } | null): never {
  open?.close()
  throw error
}

/** null and a finding where `work` fails; a newer format is not damage, nor is a file that another program has to itself. */
async function orFinding<T>(
  findings: Finding[],
  [part, kind]: readonly [string, DamagedPart],
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && (error.code === 'library-too-new' || error.code === 'library-busy')) throw error
    findings.push({ part, kind, message: messageOf(error) })
    return null
  }
}

function withoutFaults<T extends { faults(): string[]; close(): void }>(database: T): T {
  const faults = database.faults()
  if (faults.length === 0) return database
  database.close()
  throw new Error(faults.join('; '))
}

/** Live rows by document id. */
type RowCounts = Map<number, number>

async function examineSegments({
  folder,
  manifest,
  findings,
  work,
}: {
  folder: string
  manifest: Manifest | null
  findings: Finding[]
  work: CheckWork
}): Promise<{ sound: SegmentEntry[]; rows: RowCounts }> {
  const sound: SegmentEntry[] = []
  const rows: RowCounts = new Map()
  for (const entry of manifest?.segments ?? []) {
    const counts = await work.on('segment', [entry.file, entry.deletes, entry.keywords], () =>
      orFinding(findings, [entry.file, 'segment'], () => liveRows(folder, entry)),
    )
    if (counts === null) continue
    // A segment without its graph is scanned: nothing has to be read again.
    sound.push((await isGraphSound(folder, entry, { findings, work })) ? entry : { ...entry, graph: null })
    for (const [id, count] of counts) rows.set(id, (rows.get(id) ?? 0) + count)
  }
  return { sound, rows }
}

async function isGraphSound(
  folder: string,
  { graph, rows }: SegmentEntry,
  { findings, work }: { findings: Finding[]; work: CheckWork },
): Promise<boolean> {
  if (graph === null) return true
  const read = async (): Promise<true> => {
    const { nodeCount } = readGraph(new Uint8Array(await readFile(join(folder, graph))), graph)
    if (nodeCount === rows) return true
    throw new Error(`${graph} is not the file that ${manifestName} means`)
  }
  return (await work.on('graph', [graph], () => orFinding(findings, [graph, 'graph'], read))) !== null
}

async function liveRows(
  folder: string,
  { file, deletes, rows, deletedRows, keywords }: SegmentEntry,
): Promise<RowCounts> {
  const segment = readSegment(new Uint8Array(await readFile(join(folder, file))), file)
  const deleted: RowSet | null =
    deletes === null ? null : readDeletes(new Uint8Array(await readFile(join(folder, deletes))), deletes)
  const words =
    keywords === null ? null : readKeywords(new Uint8Array(await readFile(join(folder, keywords))), keywords)
  if ((words?.rowCount ?? rows) !== rows) throw new Error(`${keywords} is not the file that ${manifestName} means`)
  if (segment.rowCount !== rows || (deleted?.count ?? 0) !== deletedRows) {
    throw new Error(`${file} is not the file that ${manifestName} means`)
  }
  const counts: RowCounts = new Map()
  for (const [index, id] of segment.documentIds.entries()) {
    const first = segment.firstRows[index]
    if (deleted?.has(first) !== true) counts.set(id, segment.firstRows[index + 1] - first)
  }
  return counts
}

async function compareDocuments({
  catalogue,
  texts,
  rows,
  generation,
  findings,
  work,
}: {
  catalogue: Catalogue
  texts: TextCache | null
  rows: RowCounts
  generation: number
  findings: Finding[]
  work: CheckWork
}): Promise<{ count: number; broken: number[]; orphans: number[] }> {
  const unclaimed = new Set(rows.keys())
  const broken: number[] = []
  let count = 0
  const { documents } = catalogue.totals.whole(generation)
  for (const { id, chunks, place, textBytes } of catalogue.documents(generation)) {
    await work.onCompared(count++, documents)
    unclaimed.delete(id)
    const isTextLost = place === 'cached' && textBytes > 0 && !isWholeText(texts, id, textBytes)
    if ((rows.get(id) ?? 0) !== chunks || isTextLost) broken.push(id)
  }
  if (broken.length > 0)
    findings.push({
      part: 'documents',
      kind: 'documents',
      message: `${broken.length} documents lack chunks or their kept text`,
    })
  if (unclaimed.size > 0)
    findings.push({
      part: 'documents',
      kind: 'documents',
      message: `${unclaimed.size} documents have chunks but no entry`,
    })
  return { count, broken, orphans: [...unclaimed] }
}

function isWholeText(texts: TextCache | null, id: number, textBytes: number): boolean {
  try {
    return texts?.read(id, 0, textBytes)?.length === textBytes
  } catch {
    // A block that does not unpack: the text is lost, which is what the caller wants to know.
    return false
  }
}

/** Files of a crash that nothing names; harmless, the next writer removes them. */
async function findLeftovers(folder: string, manifest: Manifest | null, findings: Finding[]): Promise<void> {
  if (manifest === null) return
  const named = filesOf(manifest)
  for (const name of await readdir(folder)) {
    if (segmentFiles.test(name) && !named.has(name))
      findings.push({ part: name, kind: 'leftover', message: 'left over by a run that was cut off' })
  }
}

/** Whether what the person opened and judged can be read; nothing was told where there is no file. */
async function isFeedbackSound(folder: string, findings: Finding[]): Promise<boolean> {
  const path = join(folder, feedbackName)
  if (!existsSync(path)) return true
  const sound = await orFinding(findings, [feedbackName, 'learned'], async () => checkFeedback(path) ?? true)
  return sound !== null
}

async function findLostChoices(folder: string, findings: Finding[]): Promise<string[]> {
  const lost: string[] = []
  for (const [name, read] of choices) {
    if ((await orFinding(findings, [name, 'choices'], async () => read(folder))) === null) lost.push(name)
  }
  return lost
}
