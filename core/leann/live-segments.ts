/* What a manifest names, opened: the segments as a store holds them. */
import { statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, damagedPart, systemCode } from '../errors.ts'
import { readKeywords, type Keywords } from '../keywords/postings-file.ts'
import { readDeletes } from './deletes-file.ts'
import { manifestName, parseManifest, type Manifest, type SegmentEntry } from './manifest.ts'
import type { RowSet } from './row-set.ts'
import { readSegment, type Segment } from './segment-file.ts'
import { segmentGraph, type SegmentGraph } from './segment-graph.ts'
import { say } from '../sayings/say.ts'

/** A segment with its deleted rows (null: none). */
export interface LiveSegment {
  readonly segment: Segment
  readonly deleted: RowSet | null
  /** null where the rows came without words. */
  readonly keywords: Keywords | null
  /** null while there is none: the segment is scanned then. */
  readonly graph: SegmentGraph | null
}

/** The manifest as it is now. @throws AppError `no-library`, `library-damaged`, `library-too-new` */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return parseManifest(await readFile(join(folder, manifestName), 'utf8'))
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? noLibrary(folder, error) : error
  }
}

/**
 * Stands for the manifest's file as it is now, which is replaced, never changed: to look at it takes a hundredth of the time of reading
 * it. null: it cannot be looked at.
 */
export function manifestStamp(folder: string): string | null {
  const found = statSync(join(folder, manifestName), { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`
}

/** What a person reads where a folder has no library. */
export function noLibrary(folder: string, cause?: unknown): AppError {
  return new AppError('no-library', say('library.none', { folder }), { cause })
}

/** The newest manifest and its segments. A writer may publish and sweep between our reads: then there is a newer one. */
export async function openNewest(
  folder: string,
  open: readonly LiveSegment[],
): Promise<{ manifest: Manifest; segments: LiveSegment[] }> {
  for (let manifest = await readManifest(folder); ;) {
    try {
      return { manifest, segments: await openSegments(folder, manifest, open) }
    } catch (error) {
      const newer = await readManifest(folder)
      if (!isMissingFile(error) || newer.generation === manifest.generation) throw error
      manifest = newer
    }
  }
}

/** Opens what the manifest names, taking segments from `open` that are there already. */
async function openSegments(folder: string, manifest: Manifest, open: readonly LiveSegment[]): Promise<LiveSegment[]> {
  const known = new Map(open.map((live) => [live.segment.name, live]))
  return Promise.all(
    manifest.segments.map(async (entry) => {
      const { file, deletes, keywords: words, graph: graphFile } = entry
      const segment = known.get(file)?.segment ?? readSegment(await readLibraryFile(folder, file), file)
      const keywords =
        words === null ? null : (known.get(file)?.keywords ?? readKeywords(await readLibraryFile(folder, words), words))
      const deleted = deletes === null ? null : readDeletes(await readLibraryFile(folder, deletes), deletes)
      const graph = graphFile === null ? null : await openGraph(folder, entry, graphFile, known.get(file))
      const live = { segment, deleted, keywords, graph }
      checkEntry(entry, live, manifest.codec.bits)
      return live
    }),
  )
}

/** The file itself is read by the first search that needs it. */
async function openGraph(
  folder: string,
  { rows }: SegmentEntry,
  name: string,
  known: LiveSegment | undefined,
): Promise<SegmentGraph> {
  if (known?.graph?.name === name) return known.graph
  const path = join(folder, name)
  const bytes = await stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      throw systemCode(error) === 'ENOENT' ? missingFile(folder, name, error) : error
    },
  )
  return segmentGraph(path, { name, bytes, rows })
}

/** Files that are each whole can still be of different moments, where a backup was put back in part. */
function checkEntry(entry: SegmentEntry, { segment, deleted, keywords }: LiveSegment, bits: number): void {
  const isSame =
    segment.rowCount === entry.rows &&
    segment.codes.signs.length * 8 === entry.rows * bits &&
    (deleted?.rowCount ?? entry.rows) === entry.rows &&
    (keywords?.rowCount ?? entry.rows) === entry.rows &&
    (deleted?.count ?? 0) === entry.deletedRows
  if (isSame) return
  throw damagedPart(say('part.damaged', { name: entry.file, reason: `it is not the file that ${manifestName} means` }))
}

async function readLibraryFile(folder: string, name: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(join(folder, name))
    return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw missingFile(folder, name, error)
  }
}

/** A file that the manifest names is not there. */
export function missingFile(folder: string, name: string, cause: unknown): AppError {
  return damagedPart(say('part.missingFrom', { name, folder }), cause)
}

function isMissingFile(error: unknown): boolean {
  return error instanceof AppError && systemCode(error.cause) === 'ENOENT'
}
