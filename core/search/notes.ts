/* Lines for a person on what an answer did beyond what was typed, or why it is empty. */
import { type AppError, sayingOf } from '../errors.ts'
import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'
import type { Passage } from './passages.ts'
import type { Query } from './query/query.ts'
import { wordWritten, type QueryWord } from './query-words.ts'
import { formsOf, wordsIn } from './term-hashes.ts'

/** What was looked for in place of words that the library hardly has; only words that the shown passages have are named. */
export function slipNote(slips: readonly QueryWord[], shown: readonly Passage[]): Saying[] {
  return slips.flatMap(({ typed, terms }) => {
    const meant = wordFor(terms, shown)
    return meant === null ? [] : [say('note.slip', { typed, meant })]
  })
}

/** A term as the passages write it. */
function wordFor(terms: readonly string[], passages: readonly Passage[]): string | null {
  const forms = formsOf([{ terms }])
  for (const { text, header, document } of passages) {
    if (![text, header].some((one) => wordsIn(forms, one, document.language).size > 0)) continue
    const written = wordWritten(terms, [text, header], document.language)
    if (written !== null) return written
  }
  return null
}

/** What an empty answer to a query with filters may be due to. */
export function unfoundNote({ filters, text }: Pick<Query, 'filters' | 'text'>, found: number): Saying[] {
  if (found > 0 || filters.length === 0) return []
  return [text === '' ? say('note.noneIs', { filters }) : say('note.noneAmong', { filters })]
}

/** Why meaning had no say: none of the query's tokens is known, so it has no vector. */
export function unknownNote(): Saying {
  return say('note.unknown')
}

/** Why meaning had no say: `error` tells what the model's server did, or what is wrong with the model. */
export function awayNote(error: AppError): Saying {
  return say(error.code === 'network' ? 'note.away' : 'note.noModel', { reason: sayingOf(error) })
}

/** Why what the person told the library had no say. */
export function troubleNote(trouble: AppError | null): Saying[] {
  return trouble === null ? [] : [sayingOf(trouble)]
}
