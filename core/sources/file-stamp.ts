import { statSync } from 'node:fs'

/** Size in bytes and time of change in milliseconds: what decides whether a file has to be looked into again. */
export interface FileFacts {
  readonly size: number
  readonly mtimeMs: number
}

/**
 * Of a regular file that may hold many documents: a database's newest changes stand in a log beside it ('-wal'), which counts with it.
 * @throws the system's error where the file is not there
 */
export function containerFacts(path: string): FileFacts & { readonly isFile: boolean } {
  const file = statSync(path)
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
  if (log === undefined) return { size: file.size, mtimeMs: file.mtimeMs, isFile: file.isFile() }
  return { size: file.size + log.size, mtimeMs: Math.max(file.mtimeMs, log.mtimeMs), isFile: file.isFile() }
}
