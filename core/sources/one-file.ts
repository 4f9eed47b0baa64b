import { AppError, messageOf, systemCode } from '../errors.ts'
import { containerFacts } from './file-stamp.ts'
import type { Source, SourceEvent } from './source.ts'

/** A single file that somebody added: a mail archive, a history. No rule leaves it out. */
export function fileSource(path: string): Source {
  return { root: path, isPartial: false, list: (signal) => listOne(path, signal) }
}

async function* listOne(path: string, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  signal.throwIfAborted()
  try {
    const { size, mtimeMs } = containerFacts(path)
    yield { kind: 'file', file: { path, size, mtimeMs } }
    signal.throwIfAborted()
  } catch (error) {
    const code = systemCode(error)
    if (code === '') throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const message = `The file ${path} is not there. Connect its disk, or remove the file from the library.`
      throw new AppError('not-found', message, { cause: error })
    }
    throw new AppError('bad-request', `The file ${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
