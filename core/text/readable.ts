/* Which files of a folder may have text: for its listing, before any of them is read. */
import { open } from 'node:fs/promises'
import { isContainerName, isUnsureName, containerFormatOf } from './containers/formats.ts'
import { extensionOf, kindOfPath } from './document-kind.ts'

const headBytes = 4096

/** By the name alone; 'unsure' for a name without an ending, which a mail archive may have, and for a few endings (`isReadByContent`). */
export function mayBeRead(path: string): boolean | 'unsure' {
  if (kindOfPath(path) !== null || isContainerName(path)) return true
  return extensionOf(path) === '' || isUnsureName(path) ? 'unsure' : false
}

/** Whether a regular file's first bytes are those of a file with many documents; false where it cannot be read. */
export async function isReadByContent(path: string): Promise<boolean> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes))
    return containerFormatOf(path, buffer.subarray(0, bytesRead)) !== undefined
  } catch {
    // Whoever may not read it learns so from no other file of its kind either: a name without an ending promises nothing.
    return false
  }
}

/** Whether a single file can be added to a library. */
export async function isReadableFile(path: string): Promise<boolean> {
  return mayBeRead(path) === true || isReadByContent(path)
}
