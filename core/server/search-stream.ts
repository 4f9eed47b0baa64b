/* An answer as it comes: documents by name at once, passages by words, then the whole answer. */
import type { ServerResponse } from 'node:http'
import type { Library } from '../library.ts'
import { parseQuery } from '../search/query/parse-query.ts'
import { checkedRequest } from '../search/request.ts'
import type { SearchRequest } from '../types.ts'
import { openStream, sendEvent } from './event-stream.ts'

/**
 * Sends `names`, `words` (where meaning is asked as well) and `answer`, and ends the response.
 * @throws AppError `bad-request` before anything was sent
 */
export async function streamSearch(
  library: Library,
  request: SearchRequest,
  { response, signal }: { readonly response: ServerResponse; readonly signal: AbortSignal },
): Promise<void> {
  const { query, limit } = checkedRequest(request)
  parseQuery(query, new Date())
  await library.refresh()
  const names = await library.names(query, limit)
  openStream(response)
  sendEvent(response, 'names', { names })
  const answer = await library.search(request, signal, (words) => sendEvent(response, 'words', words))
  sendEvent(response, 'answer', answer)
  response.end()
}
