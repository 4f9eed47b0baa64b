/* Parts of a library under new codes: rows to learn from, a segment's documents, and files that an earlier run left. */
import { readFile } from 'node:fs/promises'
import type { Codes } from '../leann/codes.ts'
import type { LiveSegment } from '../leann/live-segments.ts'
import { readSegment, rowsOfDocument, type DocumentRows, type Segment } from '../leann/segment-file.ts'

/** Segments that are shown before they are in a file have other names; they are flushed before the last step. */
export function isInFile({ name }: Segment): boolean {
  return name.endsWith('.lsg')
}

/** Chunks whose mean the new codes are centred on. */
const sampleRows = 512

/** Rows from all over the library, at even distances. */
export function sampleOf(segments: readonly LiveSegment[]): { segment: Segment; row: number }[] {
  const total = segments.reduce((sum, { segment }) => sum + segment.rowCount, 0)
  const step = Math.max(1, Math.ceil(total / sampleRows))
  return segments.flatMap(({ segment }) =>
    Array.from({ length: Math.ceil(segment.rowCount / step) }, (_, i) => ({ segment, row: i * step })),
  )
}

/** A segment's documents with other codes for their rows. */
export function documentsWith(segment: Segment, codes: Codes): DocumentRows[] {
  const bytes = codes.signs.length / Math.max(1, codes.count)
  return Array.from({ length: segment.documentIds.length }, (_, index) => {
    const [first, end] = [segment.firstRows[index], segment.firstRows[index + 1]]
    const own = {
      count: end - first,
      signs: codes.signs.subarray(first * bytes, end * bytes),
      scales: codes.scales.subarray(first, end),
    }
    return { ...rowsOfDocument(segment, index), codes: own }
  })
}

/** Whether an earlier run finished this segment. */
export async function isWhole(path: string, segment: Segment): Promise<boolean> {
  try {
    const bytes = await readFile(path)
    return readSegment(new Uint8Array(bytes), segment.name).rowCount === segment.rowCount
  } catch {
    return false
  }
}

/** Of the rows that have a vector; null where none has. */
export function meanOf(vectors: Float32Array, dimensions: number): Float32Array | null {
  const mean = new Float32Array(dimensions)
  let known = 0
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions)
    if (row.every((value) => value === 0)) continue
    known++
    for (let d = 0; d < dimensions; d++) mean[d] += row[d]
  }
  return known === 0 ? null : mean.map((value) => value / known)
}

/** A file of little-endian float32; null where it is not there or of another length. */
export async function readFloats(path: string, count: number): Promise<Float32Array | null> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null || bytes.length !== count * 4) return null
  return new Float32Array(new Uint8Array(bytes).buffer)
}
