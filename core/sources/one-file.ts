import { AppError, messageOf, systemCode } from '../errors.ts'
import { containerFacts } from './file-stamp.ts'
import type { Source, SourceEvent } from './source.ts'
import { say } from '../sayings/say.ts'

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
      throw new AppError('not-found', say('root.fileGone', { path }), { cause: error })
    }
    throw new AppError('bad-request', say('root.fileUnreadable', { path, reason: messageOf(error) }), { cause: error })
  }
}
