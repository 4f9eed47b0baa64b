/* Segments whose bytes have left the memory: whoever looks at them first reads the file again, whole and checked. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { damagedPart, systemCode } from '../errors.ts'
import { readKeywords, type Keywords } from '../keywords/postings-file.ts'
import { say } from '../sayings/say.ts'
import { missingFile, type LiveSegment } from './live-segments.ts'
import { readSegment, type Segment } from './segment-file.ts'
import { segmentGraph } from './segment-graph.ts'

/**
 * The same segment without its files' bytes: what is small stays, the rest is read when it is asked for. That is not by a promise, since
 * most of what asks is a loop: 16 MB take 15 ms out of the system's cache. What uses the segment given keeps its bytes until it is done.
 */
export function restingSegment(folder: string, { segment, deleted, keywords, graph }: LiveSegment): LiveSegment {
  return {
    segment: restingRows(folder, segment),
    deleted,
    keywords: keywords === null ? null : restingWords(folder, keywords),
    graph: graph === null ? null : segmentGraph(join(folder, graph.name), { ...graph, rows: segment.rowCount }),
  }
}

/** Reads what `restingSegment` let go. @throws AppError `library-damaged` */
export function awaken({ segment, keywords }: LiveSegment): void {
  void segment.checks
  void keywords?.lengths
}

function restingRows(folder: string, { name, rowCount, bytes }: Segment): Segment {
  const now = readWhenAsked({ folder, name, rowCount }, readSegment)
  return {
    name,
    rowCount,
    bytes,
    get codes() {
      return now().codes
    },
    get checks() {
      return now().checks
    },
    get documentIds() {
      return now().documentIds
    },
    get firstRows() {
      return now().firstRows
    },
    ranges: (index) => now().ranges(index),
  }
}

function restingWords(folder: string, { name, rowCount, termCount, analysis, bytes }: Keywords): Keywords {
  const now = readWhenAsked({ folder, name, rowCount }, readKeywords)
  return {
    name,
    rowCount,
    termCount,
    analysis,
    bytes,
    get lengths() {
      return now().lengths
    },
    find: (term) => now().find(term),
    terms: (from) => now().terms(from),
    each: (prefix, visit) => now().each(prefix, visit),
    entries: () => now().entries(),
    open: (entry) => now().open(entry),
  }
}

interface KnownFile {
  readonly folder: string
  readonly name: string
  readonly rowCount: number
}

function readWhenAsked<T extends { readonly rowCount: number }>(
  { folder, name, rowCount }: KnownFile,
  parse: (bytes: Uint8Array, name: string) => T,
): () => T {
  let read: T | null = null
  return () => {
    if (read !== null) return read
    const found = parse(bytesOf(folder, name), name)
    if (found.rowCount !== rowCount)
      throw damagedPart(say('part.damaged', { name, reason: `${found.rowCount} rows, expected ${rowCount}` }))
    return (read = found)
  }
}

function bytesOf(folder: string, name: string): Uint8Array {
  try {
    return readFileSync(join(folder, name))
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? missingFile(folder, name, error) : error
  }
}
