/* Files that turned out to be other than they were indexed, while somebody read or searched. */
import { openCatalogue } from '../catalogue/open-catalogue.ts'
import { AppError } from '../errors.ts'
import type { Parts } from './parts.ts'

/** The next run of the indexer reads them again. Whoever has the library open for reading says so through a connection of its own. */
export function noteChanged(paths: readonly string[], { catalogue, folder, release, options }: Parts): void {
  options.log?.('documents.changed', { count: paths.length })
  if (release !== null) return catalogue.unread.addPending(paths)
  try {
    const writable = openCatalogue(folder, 'write')
    try {
      writable.unread.addPending(paths)
    } finally {
      writable.close()
    }
  } catch (error) {
    // A library on a read-only disk: the next run of the indexer finds the change by itself.
    const code = error instanceof AppError ? error.code : 'failed'
    options.log?.('documents.changed.unrecorded', { count: paths.length, error: code })
  }
}
