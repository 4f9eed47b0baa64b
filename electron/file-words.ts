import { AppError } from '../core/errors.ts'
import { plainWords } from '../core/search/query/plain-words.ts'
import { createExtractPool } from '../core/text/extract-pool.ts'
import { sayOfApp } from './texts/say-of-app.ts'
import { understood } from '../core/sayings/understood.ts'

/** Characters that others are compared with. */
const longestPassage = 1_200

/** The beginning of a text as a question. */
export function wordsOf(text: string): string {
  return plainWords(text).slice(0, longestPassage)
}

/** What a file says at its beginning, read in a thread that ends with it. @throws AppError `bad-request` for a file without text */
export async function wordsOfFile(path: string): Promise<string> {
  const pool = createExtractPool({ workers: 1, timeoutMs: 20_000 })
  try {
    const prepared = await pool.prepare({ path, knownHash: null, wantsText: true })
    if (prepared.kind === 'failed')
      throw new AppError(
        'bad-request',
        sayOfApp('app.notCompared', { path, reason: understood(prepared.message) ?? prepared.message }),
      )
    const text = prepared.kind === 'prepared' ? (prepared.cachedText?.subarray(0, longestPassage * 4) ?? null) : null
    const words = text === null ? '' : wordsOf(new TextDecoder().decode(text))
    if (words !== '') return words
    throw new AppError('bad-request', sayOfApp('app.nothingToCompare', { path }))
  } finally {
    await pool.close()
  }
}
