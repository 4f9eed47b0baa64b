/* An answer as it comes: documents by name at once, passages by words, then the whole answer. */
import type { Library } from '../library.ts'
import type { NameHit, SearchAnswer, SearchRequest } from '../types.ts'
import { parseQuery } from './query/parse-query.ts'
import { checkedRequest } from './request.ts'

/** A part of an answer: `names` is the first and `answer` the last, `words` between them where meaning is asked as well. */
export type SearchEvent =
  | { readonly kind: 'names'; readonly names: readonly NameHit[] }
  | { readonly kind: 'words' | 'answer'; readonly answer: SearchAnswer }

/**
 * The parts of one answer. Whoever stops listening ends the search.
 * @throws AppError `bad-request` before any part; `cancelled` once the signal is aborted
 */
export async function* searchEvents(
  library: Pick<Library, 'names' | 'refresh' | 'search'>,
  request: SearchRequest,
  signal?: AbortSignal,
): AsyncGenerator<SearchEvent, void> {
  const { query, limit } = checkedRequest(request)
  parseQuery(query, new Date())
  await library.refresh()
  yield { kind: 'names', names: await library.names(query, limit) }
  const stop = new AbortController()
  const words = Promise.withResolvers<SearchAnswer | null>()
  const either = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])])
  const answer = library.search(request, either, words.resolve)
  const noWords = (): void => words.resolve(null)
  answer.then(noWords, noWords)
  try {
    const partial = await words.promise
    if (partial !== null) yield { kind: 'words', answer: partial }
    yield { kind: 'answer', answer: await answer }
  } finally {
    stop.abort()
  }
}
