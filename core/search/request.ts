import { AppError } from '../errors.ts'
import type { SearchRequest } from '../types.ts'
import { say } from '../sayings/say.ts'

/** A longer query is a document; its first part would have to stand for all. */
const longestQuery = 10_000
const mostHits = 1000
const widestSearch = 10_000
const largestBatch = 1024

/** The request with its query trimmed. @throws AppError `bad-request` for an empty or over-long query or a number out of bounds */
export function checkedRequest({ query, ...rest }: SearchRequest): SearchRequest {
  const text = query.replaceAll('\0', ' ').trim()
  if (text === '') throw new AppError('bad-request', say('query.empty'))
  if (text.length > longestQuery) {
    throw new AppError('bad-request', say('query.long', { limit: longestQuery, length: text.length }))
  }
  const { limit } = rest
  if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) {
    throw new AppError('bad-request', `Expected a limit from 1 to ${mostHits}, got ${limit}.`)
  }
  const { efSearch = 1, budgetMs = 1, batch = 1 } = rest
  if (!Number.isInteger(efSearch) || efSearch < 1 || efSearch > widestSearch) {
    throw new AppError('bad-request', `Expected an efSearch from 1 to ${widestSearch}, got ${efSearch}.`)
  }
  if (!Number.isInteger(batch) || batch < 1 || batch > largestBatch) {
    throw new AppError('bad-request', `Expected a batch of 1 to ${largestBatch} chunks, got ${batch}.`)
  }
  if (!(budgetMs > 0)) throw new AppError('bad-request', `Expected a time budget above 0 ms, got ${budgetMs}.`)
  return { query: text, ...rest }
}
