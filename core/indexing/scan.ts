import { dirname, join } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { FileStamp, ProblemRecord } from '../catalogue/document-record.ts'
import type { Forgotten } from '../forgotten.ts'
import { pauses } from '../in-steps.ts'
import { isInside } from '../is-inside.ts'
import type { Pace } from '../pace.ts'
import type { Source, SourceEvent, SourceFile } from '../sources/source.ts'
import type { FileProblem, FileProblemCode } from '../types.ts'

/** A file that has to be read. */
export interface WaitingFile extends SourceFile {
  /** What the library has of it, null for a file that is not there yet. */
  readonly known: FileStamp | null
  /** Size and time are as indexed, yet a search found another text: its bytes being the same is no reason to keep it. */
  readonly isSuspect: boolean
  /** A document that is gone and may have been this one under another name: chunks that are the same keep their codes. */
  readonly resembles?: number
}

/** What a walk over a source found, compared with the catalogue. */
export interface Scan {
  readonly waiting: WaitingFile[]
  /** Files of the library that are gone. */
  readonly vanished: FileStamp[]
  readonly unchanged: number
  readonly problems: FileProblem[]
  /** Paths of earlier problems whose files are no longer there. */
  readonly mended: string[]
}

/** Problems that reading the same bytes again cannot mend. */
const lastingProblems: ReadonlySet<FileProblemCode> = new Set<FileProblemCode>([
  'encrypted',
  'damaged',
  'no-text',
  'too-large',
  'unsupported',
  'timed-out',
  'crashed',
])

/**
 * Walks `source`. A file waits when its size or time differ from the catalogue's or when it was noticed as changed.
 * Documents where the walk did not look, or could not, are not taken for gone.
 */
export async function scanSource(
  source: Source,
  { catalogue, generation, forgotten, signal, pace }: ScanParts,
): Promise<Scan> {
  const scan: Scan & { unchanged: number } = { waiting: [], vanished: [], unchanged: 0, problems: [], mended: [] }
  const seen = new Set<string>()
  const view = new View(source)
  const earlier = new Set(catalogue.unread.problemPathsBelow(source.root))
  if (source.isPartial) for (const path of catalogue.unread.pendingPaths()) earlier.add(path)
  const folders = catalogue.files.foldersBelow(source.root)
  const withDocuments = new Set(folders)
  /** Three questions to SQLite for each new file were a fifth of what a run over small files takes here. */
  const mayBeKnown = (path: string): boolean => path === source.root || withDocuments.has(dirname(path))
  const pause = pauses(async () => pace?.turn())
  for await (const event of source.list(signal)) {
    // A folder's files come at once, and each is looked up: whoever searches meanwhile comes first.
    const others = pause()
    if (others !== null) await others
    view.note(event)
    if (event.kind === 'problem') scan.problems.push(event.problem)
    if (event.kind !== 'file') continue
    const { file } = event
    const wasProblem = earlier.delete(file.path)
    if (forgotten?.coversFile(file) === true) continue
    const known = mayBeKnown(file.path) ? (catalogue.files.at(file.path, generation) ?? null) : null
    if (known !== null) seen.add(known.path)
    const isSame = isSettled(file, known) || (wasProblem && isSettled(file, lastingProblem(catalogue, file.path)))
    if (isSame && !catalogue.unread.isPending(file.path)) scan.unchanged++
    else scan.waiting.push({ ...file, known, isSuspect: isSame })
  }
  for (const file of filesInView(view, source, { catalogue, generation, folders })) {
    if (!seen.has(file.path) && view.has(file.path)) scan.vanished.push(file)
  }
  for (const path of earlier) if (view.has(path)) scan.mended.push(path)
  return scan
}

/** Every file that a walk may have seen; the view itself has the last word. */
function* filesInView(
  view: View,
  { root, isPartial }: Source,
  {
    catalogue,
    generation,
    folders,
  }: Pick<ScanParts, 'catalogue' | 'generation'> & { readonly folders: readonly string[] },
): Generator<FileStamp> {
  if (!isPartial) return yield* catalogue.files.below(root, generation)
  for (const folder of folders) {
    if (view.has(join(folder, 'any file'))) yield* catalogue.files.in(folder, generation)
  }
}

/** What a walk looked at: where nothing was seen there, nothing is. */
class View {
  readonly #root: string
  readonly #isPartial: boolean
  readonly #listed = new Set<string>()
  /** What may hold anything: it could not be read, or was not looked at. */
  readonly #closed = new Set<string>()

  constructor({ root, isPartial }: Source) {
    this.#root = root
    this.#isPartial = isPartial
  }

  note(event: SourceEvent): void {
    if (event.kind === 'problem') this.#closed.add(event.problem.path)
    if (event.kind === 'folder') (event.isListed ? this.#listed : this.#closed).add(event.path)
  }

  has(path: string): boolean {
    if (!isInside(path, this.#root)) return false
    for (let at = path; ; at = dirname(at)) {
      if (this.#listed.has(at)) return true
      if (this.#closed.has(at)) return false
      if (at === this.#root) return !this.#isPartial
    }
  }
}

/** What a walk is compared with. */
export interface ScanParts {
  readonly catalogue: Catalogue
  readonly generation: number
  readonly forgotten?: Pick<Forgotten, 'coversFile'> | undefined
  readonly signal: AbortSignal
  /** Others have their turn by it, every few milliseconds. */
  readonly pace?: Pick<Pace, 'turn'> | undefined
}

function isSettled(file: SourceFile, known: { size: number; mtimeMs: number } | null): boolean {
  return known !== null && known.size === file.size && known.mtimeMs === file.mtimeMs
}

function lastingProblem(catalogue: Catalogue, path: string): ProblemRecord | null {
  const problem = catalogue.unread.problemAt(path)
  return problem !== undefined && lastingProblems.has(problem.code) ? problem : null
}
