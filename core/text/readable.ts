/* Which files of a folder may have text, or are found by their names: for its listing, before any of them is read. */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ContainerFormat } from './containers/container.ts'
import { isContainerName, isUnsureName, containerFormatOf } from './containers/formats.ts'
import type { OptInSource } from '../types.ts'
import { extensionOf, kindOfPath } from './document-kind.ts'
import { namedOnlyKind } from './named-only.ts'

const headBytes = 4096

/** By the name alone; 'unsure' for a name without an ending, which a mail archive may have, and for a few endings (`isReadByContent`). */
export function mayBeRead(path: string): boolean | 'unsure' {
  // A text of what changed, or a browser's database, which is read only where it was added by itself.
  if (isHistoryName(path)) return 'unsure'
  if (kindOfPath(path) !== null || isContainerName(path) || namedOnlyKind(path) !== null) return true
  return extensionOf(path) === '' || isUnsureName(path) ? 'unsure' : false
}

function isHistoryName(path: string): boolean {
  return basename(path).toLowerCase() === 'history'
}

/** For a folder's listing: whether a file of an unsure name is read, by its first bytes; false where it cannot be read. */
export async function isReadByContent(path: string): Promise<boolean> {
  try {
    const format = await formatOf(path)
    return format === undefined ? isHistoryName(path) : format.isOptIn !== true
  } catch {
    // Whoever may not read it learns so from no other file of its kind either: a name without an ending promises nothing.
    return false
  }
}

/** Whether a single file can be added to a library. */
export async function isReadableFile(path: string): Promise<boolean> {
  if (mayBeRead(path) === true || isHistoryName(path)) return true
  const format = await formatOf(path).catch(() => undefined)
  return format !== undefined
}

/** Where the documents of a single file come from that a person agrees to before it is read; null for any other. */
export async function optInSourceOf(path: string): Promise<OptInSource | null> {
  const format = await formatOf(path).catch(() => undefined)
  return format?.source === 'mail' || format?.source === 'history' ? format.source : null
}

async function formatOf(path: string): Promise<ContainerFormat | undefined> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes))
  return containerFormatOf(path, buffer.subarray(0, bytesRead))
}
