/* An answer as it comes, as events of a response. */
import type { ServerResponse } from 'node:http'
import type { Library } from '../library.ts'
import { searchEvents } from '../search/search-events.ts'
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
  for await (const event of searchEvents(library, request, signal)) {
    if (event.kind === 'names') {
      openStream(response)
      sendEvent(response, 'names', { names: event.names })
    } else sendEvent(response, event.kind, event.answer)
  }
  response.end()
}
