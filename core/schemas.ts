/*
 * What every door (command line, server, MCP) hands out as JSON, one schema each. Keys may be added in a minor version;
 * none is renamed or removed without a major one. Sizes in bytes, times in milliseconds, paths absolute.
 */
import { z } from 'zod'
import { rankings, strategies } from './types.ts'

const count = z.int().min(0)
const milliseconds = z.number().min(0)
const byteOffset = count.describe('byte in the document’s text, UTF-8')

const searchHit = z.looseObject({
  rank: z.int().min(1),
  path: z.string(),
  uri: z.string(),
  title: z.string(),
  heading: z.string().describe('headings above the passage, outermost first, joined by " > "'),
  snippet: z.string().describe('the sentences that answer best, at most 300 characters'),
  start: byteOffset,
  end: byteOffset,
  score: z.number().describe('orders the results; not a percentage'),
  why: z.string(),
})

const searchStats = z.looseObject({
  strategy: z.enum(strategies),
  chunks: count,
  codesRead: count,
  recomputed: count,
  stale: count.describe('candidates dropped because their file changed since it was indexed'),
  ms: z.looseObject({
    encode: milliseconds,
    candidates: milliseconds,
    recompute: milliseconds,
    total: milliseconds,
  }),
})

const passage = z.looseObject({
  index: count.describe('number of the passage in its document, from 0'),
  start: byteOffset,
  end: byteOffset,
  heading: z.string(),
  text: z.string().nullable().describe('null where the file is gone or no longer what was indexed'),
})

const documentText = z.looseObject({
  path: z.string(),
  uri: z.string(),
  title: z.string(),
  kind: z.string(),
  chunks: count,
  textBytes: count,
  modifiedMs: z.number(),
  passages: z.array(passage),
})

const documentEntry = z.looseObject({
  path: z.string(),
  title: z.string(),
  kind: z.string(),
  chunks: count,
  textBytes: count,
  sourceBytes: count,
  modifiedMs: z.number(),
})

const sourceSummary = z.looseObject({ path: z.string(), documents: count, textBytes: count })

const libraryBytes = z.looseObject({
  codes: count,
  graph: count,
  chunkMap: count,
  catalogue: count,
  keywords: count,
  textCache: count,
  other: count,
  semantic: count.describe('codes, graph, chunk map and manifest'),
  total: count,
})

/** The schemas by name, as `leantern schema NAME` prints them. */
export const schemas = {
  search: z.looseObject({ query: z.string(), results: z.array(searchHit), stats: searchStats }),
  text: documentText,
  document: documentEntry,
  documents: z.looseObject({
    documents: z.array(documentEntry),
    next: z.string().nullable().describe('`after` of the next page; null on the last'),
  }),
  sources: z.looseObject({ sources: z.array(sourceSummary) }),
  status: z.looseObject({
    documents: count,
    chunks: count,
    textBytes: count,
    sourceBytes: count,
    bytes: libraryBytes,
    share: z.looseObject({ semantic: z.number(), total: z.number() }),
    errors: count,
    pending: count,
    model: z.string(),
  }),
  index: z.looseObject({
    added: count,
    changed: count,
    unchanged: count,
    removed: count,
    failed: count,
    chunks: count,
    embedded: count,
    textBytes: count,
    sourceBytes: count,
    elapsedMs: milliseconds,
    cancelled: z.boolean(),
  }),
  problem: z.looseObject({ path: z.string(), code: z.string(), message: z.string() }),
  pending: z.looseObject({ path: z.string() }),
  check: z.looseObject({
    segments: count,
    chunks: count,
    documents: count,
    findings: z.array(z.looseObject({ part: z.string(), message: z.string() })),
  }),
  error: z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) }),
} as const

export type SchemaName = keyof typeof schemas

const text = z.string().min(1).max(10_000)

/** What a search may ask for, at every door. */
export const searchQuestion = z.strictObject({
  query: text.describe('a question or some words, in the person’s own language'),
  limit: z.int().min(1).max(100).default(10).describe('most passages'),
  strategy: z.enum(strategies).default('codes').describe('flat: recompute everything (exact, slow)'),
  ranking: z.enum(rankings).default('fused').describe('order by words and meaning together, or by one of them'),
})

/** The JSON Schema (draft 2020-12) of what a schema accepts. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
