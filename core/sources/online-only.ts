/*
 * Files whose bytes are elsewhere (iCloud Drive, OneDrive, Dropbox): the system shows their name and size, and fetches them when
 * somebody reads them. Leantern never does: such a file takes no room on the disk.
 */
import { basename, dirname, join } from 'node:path'
import { say } from '../sayings/say.ts'
import type { FileProblem } from '../types.ts'

interface Stated {
  readonly size: number
  /** Of 512 bytes, on this disk. */
  readonly blocks: number
}

/** NTFS keeps smaller files beside their names, in no block of their own. */
const residentBytes = 1024

/** On Linux nothing is: files of nothing but zeros take no room there either, and some network disks count none. */
export function isOnlineOnly({ size, blocks }: Stated, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'darwin') return size > 0 && blocks === 0
  return platform === 'win32' && size > residentBytes && blocks === 0
}

/** The file that an older iCloud's '.name.icloud' stands for; null for any other name. */
export function placeholderOf(path: string): string | null {
  const name = /^\.(.+)\.icloud$/u.exec(basename(path))?.[1]
  return name === undefined ? null : join(dirname(path), name)
}

/** The problem of a file whose bytes are elsewhere. */
export function onlineOnly(path: string): FileProblem {
  return {
    path,
    code: 'online-only',
    message: say('file.onlineOnly').text,
  }
}
