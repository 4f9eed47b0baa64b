/* Several sources, walked one after the other. */
import { AppError } from '../errors.ts'
import type { Source } from '../sources/source.ts'
import { scanSource, type Scan, type ScanParts } from './scan.ts'

/** What the walks over all sources found. */
export interface Scans extends Scan {
  /** Why a source could not be walked; it is a problem of its root as well. */
  readonly unreachable: readonly AppError[]
}

/** Walks `sources` and notes which files wait. One that cannot be reached does not keep the others from being walked. */
export async function scanSources(
  sources: readonly Source[],
  { beforeEach, ...parts }: ScanParts & { readonly beforeEach: () => void },
): Promise<Scans> {
  const unreachable: AppError[] = []
  const scans: Scan[] = []
  for (const source of sources) {
    beforeEach()
    try {
      const scan = await scanSource(source, parts)
      scans.push(scan)
      notePending(source, scan, parts)
    } catch (error) {
      if (!(error instanceof AppError) || parts.signal.aborted) throw error
      unreachable.push(error)
      scans.push(nothingOf(source, error))
    }
  }
  return {
    waiting: scans.flatMap(({ waiting }) => waiting),
    vanished: scans.flatMap(({ vanished }) => vanished),
    unchanged: scans.reduce((sum, { unchanged }) => sum + unchanged, 0),
    problems: scans.flatMap(({ problems }) => problems),
    mended: scans.flatMap(({ mended }) => mended),
    unreachable,
  }
}

function notePending({ root, isPartial }: Source, { waiting }: Scan, { catalogue }: ScanParts): void {
  const paths = waiting.map(({ path }) => path)
  if (isPartial) catalogue.unread.addPending(paths)
  else catalogue.unread.setPendingBelow(root, paths)
}

function nothingOf({ root }: Source, { message }: AppError): Scan {
  return {
    waiting: [],
    vanished: [],
    unchanged: 0,
    problems: [{ path: root, code: 'unreadable', message }],
    mended: [],
  }
}
