import { sep } from 'node:path'
import type { Catalogue, DocumentStamp, ProblemRecord } from '../catalogue/catalogue.ts'
import type { Source, SourceFile } from '../sources/source.ts'
import type { FileProblem, FileProblemCode } from '../types.ts'

/** A file that has to be read. */
export interface WaitingFile extends SourceFile {
  /** The version in the library, null for a file that is not there yet. */
  readonly known: DocumentStamp | null
  /** Size and time are as indexed, yet a search found another text: its bytes being the same is no reason to keep it. */
  readonly isSuspect: boolean
}

/** What a walk over a source found, compared with the catalogue. */
export interface Scan {
  readonly waiting: WaitingFile[]
  /** Documents whose files are gone. */
  readonly vanished: DocumentStamp[]
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
 * Documents below a folder that could not be read are not taken for gone.
 */
export async function scanSource(source: Source, { catalogue, generation, signal }: ScanParts): Promise<Scan> {
  const scan: Scan & { unchanged: number } = { waiting: [], vanished: [], unchanged: 0, problems: [], mended: [] }
  const seen = new Set<number>()
  const earlier = new Set(catalogue.problemPathsBelow(source.root))
  for await (const event of source.list(signal)) {
    if (event.kind === 'problem') scan.problems.push(event.problem)
    if (event.kind !== 'file') continue
    const { file } = event
    earlier.delete(file.path)
    const known = catalogue.stampAt(file.path, generation) ?? null
    if (known !== null) seen.add(known.id)
    const isSame = isSettled(file, known ?? lastingProblem(catalogue, file.path))
    if (isSame && !catalogue.isPending(file.path)) scan.unchanged++
    else scan.waiting.push({ ...file, known, isSuspect: isSame })
  }
  const unread = scan.problems.map(({ path }) => path)
  const isUnread = (path: string): boolean => unread.some((prefix) => isWithin(path, prefix))
  for (const { id, path, size, mtimeMs, hash } of catalogue.documentsBelow(source.root, generation)) {
    if (!seen.has(id) && !isUnread(path)) scan.vanished.push({ id, path, size, mtimeMs, hash })
  }
  for (const path of earlier) if (!isUnread(path)) scan.mended.push(path)
  return scan
}

interface ScanParts {
  readonly catalogue: Catalogue
  readonly generation: number
  readonly signal: AbortSignal
}

/** Whether `path` is `folder` or below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function isSettled(file: SourceFile, known: { size: number; mtimeMs: number } | undefined): boolean {
  return known !== undefined && known.size === file.size && known.mtimeMs === file.mtimeMs
}

function lastingProblem(catalogue: Catalogue, path: string): ProblemRecord | undefined {
  const problem = catalogue.problemAt(path)
  return problem !== undefined && lastingProblems.has(problem.code) ? problem : undefined
}
