/*
 * What every door (command line, server, MCP) hands out as JSON, one schema each. Keys may be added in a minor version;
 * none is renamed or removed without a major one. Sizes in bytes, times in milliseconds, paths absolute.
 */
import { z } from 'zod'
import { commandSchemas, saying } from './schemas-of-commands.ts'
import { rankings, sourceNames, strategies } from './types.ts'

const count = z.int().min(0)
const milliseconds = z.number().min(0)
const byteOffset = count.describe('byte in the document’s text, UTF-8')

const place = {
  path: z.string().describe('absolute path of the document’s file'),
  part: z.string().describe('which document in the file (a message, an attachment); empty where it is the file itself'),
  uri: z.string().describe('where the document can be opened'),
  title: z.string(),
}

const searchHit = z.looseObject({
  rank: z.int().min(1),
  document: z.int().describe('results of one document have the same number'),
  ...place,
  kind: z.string().describe('markdown, pdf, mail, …'),
  source: z.string().describe('folder, mail, history, …'),
  dated: z.number().describe('milliseconds since 1970: the document’s own date, else when its file changed last'),
  sender: z.string().nullable(),
  visits: count.optional().describe('how often a page of a browser history was visited'),
  heading: z.string().describe('headings above the passage, outermost first, joined by " > "'),
  page: z.int().min(1).optional().describe('page of a PDF that the snippet is on'),
  line: z.int().min(1).optional().describe('line that the snippet begins on, of a plain text file'),
  snippet: z.string().describe('the sentences that answer best, at most 300 characters'),
  best: z
    .object({ start: z.int().min(0), end: z.int().min(0) })
    .optional()
    .describe('where in `snippet` the best sentence is, in UTF-16 units'),
  away: z.boolean().optional().describe('true where its disk or folder is not there now: it cannot be opened'),
  start: byteOffset,
  end: byteOffset,
  score: z.number().describe('orders the results; not a percentage'),
  judged: z.boolean().optional().describe('true where the person said of its document that it was it, for this query'),
  why: z.string().describe('why it was found'),
  whySaid: saying.optional().describe('what that is made of'),
  also: z.array(z.looseObject(place)).describe('other documents that say the same'),
})

const searchStats = z.looseObject({
  strategy: z.enum(strategies),
  chunks: count,
  codesRead: count,
  recomputed: count,
  cached: count.describe('passages whose embedding came from the hot cache'),
  hops: count,
  isComplete: z.boolean().describe('false when the time was up first'),
  stale: count.describe('candidates dropped because their file changed since it was indexed'),
  ms: z.looseObject({
    encode: milliseconds,
    candidates: milliseconds,
    recompute: milliseconds,
    total: milliseconds,
  }),
})

const queryChip = z.looseObject({
  kind: z.enum(['phrase', 'prefix', 'excluded', 'either', 'filter']),
  start: count.describe('UTF-16 range in the query'),
  end: count,
  label: z.string(),
  said: saying.optional().describe('what the label is made of'),
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
  part: z.string(),
  uri: z.string(),
  title: z.string(),
  kind: z.string(),
  chunks: count,
  textBytes: count,
  modifiedMs: z.number(),
  recipients: z.array(z.string()).optional().describe('of a message'),
  passages: z.array(passage),
})

const documentEntry = z.looseObject({
  path: z.string(),
  part: z.string().describe('which document in the file; empty where it is the file itself'),
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

const answerSource = z.looseObject({
  number: z.int().min(1),
  path: z.string(),
  part: z.string(),
  uri: z.string(),
  title: z.string(),
  heading: z.string(),
  start: byteOffset,
  end: byteOffset,
  page: z.int().min(1).optional().describe('page of a PDF that it is on'),
  line: z.int().min(1).optional().describe('line that its best sentences begin on, of a plain text file'),
  text: z.string().describe('what was handed over of the passage'),
  isCited: z.boolean(),
})

const answer = z.looseObject({
  question: z.string(),
  text: z.string().describe('with citations as [1]; empty where nothing was found'),
  sentences: z.array(
    z.looseObject({
      text: z.string(),
      sources: z.array(z.int()),
      support: z.enum(['supported', 'weak', 'unknown', 'uncited']),
    }),
  ),
  sources: z.array(answerSource),
  short: z.string().nullable().describe('the few words that answer, where they could be told'),
  provider: z.string(),
  note: z.string().nullable(),
  noteSaid: saying.nullable().describe('what the note is made of'),
  isComplete: z.boolean(),
  ms: z.looseObject({ search: milliseconds, answer: milliseconds }),
})

/** The schemas by name, as `leantern schema NAME` prints them. */
export const schemas = {
  search: z.looseObject({
    query: z.string(),
    results: z.array(searchHit),
    chips: z.array(queryChip).describe('what was understood beyond plain words'),
    notes: z.array(z.string()).describe('what was looked for otherwise than one may expect'),
    notesSaid: z.array(saying).optional().describe('what the notes are made of'),
    stats: searchStats,
  }),
  answer,
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
    sources: z
      .array(
        z.looseObject({
          source: z.enum(sourceNames),
          documents: count,
          textBytes: count,
          cacheBytes: count.describe('texts kept because to read them again is slow, as they are on disk'),
          cachePolicy: z.string().describe('which texts of this source are kept'),
        }),
      )
      .describe('each source that has documents'),
    dimensions: count.optional().describe('numbers of one embedding'),
    model: z.string(),
  }),
  optimize: z.looseObject({
    chunks: count,
    embedded: count,
    resumed: count.describe('embedded by earlier runs that were stopped'),
    stale: count,
    graphBytes: count,
    averageDegree: z.number(),
    elapsedMs: milliseconds,
    cancelled: z.boolean(),
  }),
  passage: z.looseObject({
    ...place,
    heading: z.string(),
    kind: z.string(),
    start: byteOffset,
    end: byteOffset,
    modifiedMs: z.number(),
    text: z.string(),
    vector: z.array(z.number()).optional().describe('unit length'),
  }),
  library: z.looseObject({ name: z.string().nullable().describe('null for the default'), folder: z.string() }),
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
  problem: z.looseObject({ path: z.string(), part: z.string().optional(), code: z.string(), message: z.string() }),
  pending: z.looseObject({ path: z.string() }),
  check: z.looseObject({
    segments: count,
    chunks: count,
    documents: count,
    findings: z.array(z.looseObject({ part: z.string(), message: z.string() })),
    setAside: z
      .array(
        z.looseObject({
          part: z.string(),
          name: z.string(),
          kept: z.looseObject({ judged: count, opened: count }).nullable(),
        }),
      )
      .optional(),
  }),
  ...commandSchemas,
  error: z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) }),
} as const

/** The name of a schema. */
export type SchemaName = keyof typeof schemas

const text = z.string().min(1).max(10_000)

/** Conditions on documents, each as the operator of the same name in a query. */
const filters = z
  .strictObject({
    type: text.optional().describe('kind or ending: pdf, mail, slides, md'),
    in: text.optional().describe('in a folder'),
    from: text.optional().describe('sent by'),
    to: text.optional().describe('sent to'),
    subject: text.optional(),
    before: text.optional().describe('dated before: 2024, 2024-03-01, yesterday'),
    after: text.optional().describe('dated from then on'),
    on: text.optional().describe('dated in: March 2024, 2019..2020'),
    size: text.optional().describe('size of the file: >1MB, 10k..500k'),
    lang: text.optional().describe('language of the text: de'),
    source: text.optional().describe('where it comes from: folder, mail, history'),
    site: text.optional().describe('host of a web page'),
    path: text.optional().describe('the path has these words'),
  })
  .optional()

/** What a search may ask for, at every door. */
export const searchQuestion = z.strictObject({
  query: text.describe('a question or some words, in the person’s own language'),
  limit: z.int().min(1).max(100).default(10).describe('most passages'),
  strategy: z.enum(strategies).default('codes').describe('flat: recompute everything (exact, slow)'),
  ranking: z.enum(rankings).default('fused').describe('order by words and meaning together, or by one of them'),
  filters: filters.describe('only documents that meet all of these'),
})

/** A query with its filters as operators, which is how a person would type them. */
export function withFilters(query: string, chosen: z.output<typeof filters>): string {
  const operators = Object.entries(chosen ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}:"${value.replaceAll('"', ' ')}"`],
  )
  return [query, ...operators].join(' ')
}

/** The JSON Schema (draft 2020-12) of what a schema accepts. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
