import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** Files that SQLite may have locks on: the databases with what belongs to them, and the writer's lock. */
const lockedNames = /\.(?:sqlite(?:-\w+)?|lock)$/u

/** Descriptors of such files, by device and number: never closed, see below. */
const kept = new Map<string, number>()

/**
 * A file of an open library, in pieces. On POSIX systems to close any descriptor of a file gives up all locks that this process has
 * on it, SQLite's too: the writer's lock would be anybody's, and the next process to leave would take the databases' logs away. So
 * the descriptors of those files stay open.
 */
export function* readHeldFile(path: string, pieceBytes: number): Generator<Buffer> {
  const isKept = process.platform !== 'win32' && lockedNames.test(path)
  const handle = isKept ? keptHandle(path) : openSync(path, 'r')
  try {
    for (let at = 0; ;) {
      const piece = Buffer.alloc(pieceBytes)
      const bytes = readSync(handle, piece, 0, pieceBytes, at)
      if (bytes === 0) return
      yield piece.subarray(0, bytes)
      at += bytes
    }
  } finally {
    if (!isKept) closeSync(handle)
  }
}

function keptHandle(path: string): number {
  const { dev, ino } = statSync(path)
  const key = `${dev} ${ino}`
  const handle = kept.get(key) ?? openSync(path, 'r')
  kept.set(key, handle)
  return handle
}
