/* Files that are new where others of the same size and time are gone: perhaps the same ones, elsewhere. */
import { basename } from 'node:path'
import type { FileStamp } from '../catalogue/document-record.ts'
import type { Scan, WaitingFile } from './scan.ts'

/**
 * A new file with size, time and name (in whatever case) of a vanished one may be the same file elsewhere: its hash will tell. A file with parts may
 * have another name as well: that is no part of what is embedded of them.
 */
export function withMoves(scan: Scan): WaitingFile[] {
  const gone = Map.groupBy(scan.vanished, moveKey)
  const goneContainers = Map.groupBy(
    scan.vanished.filter(({ container }) => container !== null),
    stampKey,
  )
  const taken = new Set<FileStamp>()
  const takeFrom = (stamps: FileStamp[] = []): FileStamp | undefined => {
    const stamp = stamps.find((one) => !taken.has(one))
    if (stamp !== undefined) taken.add(stamp)
    return stamp
  }
  const moved = scan.waiting.map((file) => {
    if (file.known !== null) return file
    const stamp = takeFrom(gone.get(moveKey(file))) ?? takeFrom(goneContainers.get(stampKey(file)))
    return stamp === undefined ? file : { ...file, known: stamp }
  })
  return withRenames(
    moved,
    scan.vanished.filter((stamp) => !taken.has(stamp)),
  )
}

/** A new file with size and time of one that is gone may be the same under another name, which may be its title, too. */
function withRenames(waiting: readonly WaitingFile[], gone: readonly FileStamp[]): WaitingFile[] {
  const left = Map.groupBy(gone, stampKey)
  return waiting.map((file) => {
    const stamp = file.known === null ? left.get(stampKey(file))?.pop() : undefined
    return stamp?.document == null ? file : { ...file, resembles: stamp.document.id }
  })
}

function moveKey(file: { path: string; size: number; mtimeMs: number }): string {
  // In a Maildir a message's name ends in what was done with it. 'Plan.txt' that becomes 'plan.TXT' says the same.
  return `${stampKey(file)}/${basename(file.path)
    .replace(/[:;!]2,[A-Za-z]*$/u, '')
    .toLowerCase()}`
}

function stampKey({ size, mtimeMs }: { size: number; mtimeMs: number }): string {
  return `${size}/${mtimeMs}`
}
