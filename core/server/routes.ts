/* What programs can ask over HTTP. One table: requests are parsed by it, and the OpenAPI description is made from it. */
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { ask } from '../answering/ask.ts'
import type { ChatModel } from '../answering/chat-model.ts'
import type { Library } from '../library.ts'
import { schemas, searchQuestion, withFilters } from '../schemas.ts'
import { sourcesOf } from '../source-summary.ts'
import type { Events } from './events.ts'
import { openStream, sendEvent } from './event-stream.ts'
import { streamSearch } from './search-stream.ts'

export interface RouteParts {
  readonly library: Library
  readonly events: Events
  /** Who answers `/api/ask`; null: the best sentences. */
  readonly model: ChatModel | null
}

interface Context {
  readonly signal: AbortSignal
  readonly response: ServerResponse
  /** Whether the client asked for a stream of events. */
  readonly wantsStream: boolean
}

export interface Route<Input extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  /** Of the query for GET, of the body for POST. */
  readonly input: Input
  /** null: the answer is a stream of events. */
  readonly output: z.ZodType | null
  /** null: it has answered itself. */
  run(parts: RouteParts, input: z.output<Input>, context: Context): Promise<object | null>
}

function route<Input extends z.ZodType>(definition: Route<Input>): Route {
  return definition as unknown as Route // `input` makes the argument of `run`, see `answerApi`
}

const nothing = z.strictObject({})

const question = z.strictObject({
  question: z.string().min(1).max(10_000),
  turns: z
    .array(z.strictObject({ question: z.string().max(10_000), answer: z.string().max(100_000) }))
    .max(20)
    .default([])
    .describe('what was asked and answered before, oldest first'),
  passages: z.int().min(1).max(30).default(8),
  tokens: z.int().min(100).max(100_000).default(3000),
})

const search = {
  summary:
    'Passages by meaning and by words, best first; where Accept is text/event-stream as they come: `names`, `words`, `answer`',
  output: schemas.search,
  async run({ library }: RouteParts, { filters, query, ...rest }: z.output<typeof searchQuestion>, context: Context) {
    const request = { query: withFilters(query, filters), ...rest }
    if (!context.wantsStream) return library.search(request, context.signal)
    await streamSearch(library, request, context)
    return null
  },
}

export const routes: readonly Route[] = [
  route({ ...search, method: 'GET', path: '/api/search', input: searchQuestion.omit({ filters: true }) }),
  route({ ...search, method: 'POST', path: '/api/search', input: searchQuestion }),
  route({
    method: 'GET',
    path: '/api/text',
    summary: 'A passage of a document with its neighbours',
    input: z.strictObject({
      path: z.string().min(1).describe('absolute path of the document'),
      part: z.string().default('').describe('as in a search result'),
      at: z.int().min(0).default(0).describe('byte of the document’s text'),
      before: z.int().min(0).max(100).default(0).describe('passages before it'),
      after: z.int().min(0).max(100).default(0).describe('passages after it'),
    }),
    output: schemas.text,
    run: ({ library }, request) => library.text(request),
  }),
  route({
    method: 'GET',
    path: '/api/documents',
    summary: 'The documents in the library, in the order in which they were indexed',
    input: z.strictObject({
      after: z.string().optional().describe('`next` of the page before'),
      limit: z.int().min(1).max(1000).default(100),
    }),
    output: schemas.documents,
    async run({ library }, request) {
      await library.refresh()
      return library.documentPage(request)
    },
  }),
  route({
    method: 'GET',
    path: '/api/sources',
    summary: 'The folders in the library',
    input: nothing,
    output: schemas.sources,
    async run({ library }) {
      await library.refresh()
      return { sources: sourcesOf(library) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/status',
    summary: 'What the library holds and weighs',
    input: nothing,
    output: schemas.status,
    run: ({ library }) => library.status(),
  }),
  route({
    method: 'POST',
    path: '/api/ask',
    summary: 'An answer with citations; as a stream of events where Accept is text/event-stream',
    input: question,
    output: schemas.answer,
    async run({ library, model }, request, { signal, response, wantsStream }) {
      if (wantsStream) openStream(response)
      for await (const event of ask({ library, model }, request, signal)) {
        if (wantsStream) sendEvent(response, event.kind, event)
        else if (event.kind === 'answer') return event.answer
      }
      response.end()
      return null
    },
  }),
  route({
    method: 'GET',
    path: '/api/events',
    summary: 'Server-sent events: `status` now and whenever it changes',
    input: nothing,
    output: null,
    async run({ events }, _, { response }) {
      events.subscribe(response)
      return null
    },
  }),
]
