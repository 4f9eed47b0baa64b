import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { textKeys } from './jsonl-head.ts'

const magic = 'PAR1'

/** Longer descriptions of columns are not looked into. */
const mostFooterBytes = 16 * 1024 * 1024

/**
 * Whether a file is Parquet with a column of texts. The columns' names stand in the footer: each as its length and its letters, as
 * Thrift's compact protocol writes it.
 */
export function isParquetOfTexts(path: string, head: Uint8Array): boolean {
  if (Buffer.from(head.subarray(0, 4)).toString('latin1') !== magic) return false
  const footer = footerOf(path)
  return footer !== null && textKeys.some((key) => footer.includes(Buffer.from([key.length, ...Buffer.from(key)])))
}

/** null where there is none, or it is too long. */
function footerOf(path: string): Buffer | null {
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const { size } = fstatSync(handle)
    const end = Buffer.alloc(8)
    if (size < 12 || readSync(handle, end, 0, 8, size - 8) < 8) return null
    const length = end.readUInt32LE(0)
    if (end.toString('latin1', 4) !== magic || length > Math.min(mostFooterBytes, size - 12)) return null
    const footer = Buffer.alloc(length)
    return readSync(handle, footer, 0, length, size - 8 - length) === length ? footer : null
  } finally {
    closeSync(handle)
  }
}
