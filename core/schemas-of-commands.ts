/* JSON that only the command line prints; `schemas.ts` says what holds for its keys. */
import { z } from 'zod'
import { settingsSchema } from './settings.ts'
import { sourceNames } from './types.ts'

const count = z.int().min(0)
const milliseconds = z.number().min(0)
/** What a sentence was made of, for whoever says it in another language. */
export const saying = z.looseObject({
  code: z.string().describe('never changes its meaning'),
  params: z.record(z.string(), z.unknown()),
  text: z.string().describe('the sentence in English'),
})

const score = z.looseObject({
  weight: z.number(),
  score: z.number().describe('mean of 1 / log2(1 + place) within ten'),
})

const installedModel = z.looseObject({
  name: z.string(),
  kind: z.string(),
  dimensions: count,
  maxTokens: count,
  languages: z.array(z.string()),
  licence: z.string(),
  bytes: count,
  fingerprint: z.string(),
  source: z.string(),
  folder: z.string(),
})

const availableModel = z.looseObject({
  name: z.string(),
  summary: z.string(),
  repository: z.string(),
  revision: z.string(),
  dimensions: count,
  maxTokens: count,
  languages: z.array(z.string()),
  licence: z.string(),
  pooling: z.string(),
  normalise: z.boolean(),
  queryPrefix: z.string(),
  passagePrefix: z.string(),
  vocabulary: count,
  files: z.array(z.looseObject({ path: z.string(), name: z.string(), bytes: count, sha256: z.string() })),
})

const reading = z.looseObject({
  off: z.array(z.string()),
  own: z.array(z.string()),
  useGitignore: z.boolean(),
  largestMB: z.looseObject({ text: z.number(), markup: z.number(), document: z.number() }),
  hosts: z.array(z.string()),
  savedPages: z.array(z.string()),
  ocr: z.looseObject({ isOn: z.boolean(), languages: z.string() }),
})

export const commandSchemas = {
  removed: z.looseObject({ documents: count.describe('that left the library') }),
  forgotten: z.looseObject({
    documents: count,
    chunks: count,
    textBytes: count,
    searches: count.describe('for what was forgotten, that found nothing of it'),
    filesRead: count.describe('files of the library that hold no trace of it'),
  }),
  forgottenList: z.looseObject({
    senders: count,
    sites: count,
    paths: count,
    sources: z.array(z.enum(sourceNames)),
    times: z.array(z.looseObject({ since: z.number().nullable(), until: z.number().nullable() })),
    documents: z
      .array(z.looseObject({ id: z.string().describe('for --undo --id'), path: z.string(), at: z.number() }))
      .describe('that were forgotten alone, in files'),
  }),
  why: z.looseObject({
    path: z.string(),
    part: z.string().optional().describe('the document in the file, or the page, that was asked about'),
    verdict: z.string().describe('indexed, changed, waiting, not-readable, left-out, excluded, forgotten, …'),
    message: z.string(),
    said: saying.describe('what the message is made of'),
    documents: count.describe('in the library, at or below the path'),
  }),
  place: z.looseObject({
    source: z.enum(sourceNames),
    program: z.string(),
    name: z.string().describe('the account, the profile or the file'),
    path: z.string(),
    bytes: count,
    isMore: z.boolean().describe('there are more bytes than were counted'),
    isAdded: z.boolean(),
    refused: z.string().nullable().describe('why it cannot be read'),
    refusedSaid: saying.nullable().describe('what that is made of'),
  }),
  judged: z.looseObject({
    judged: count.describe('searches that were judged by now'),
    undone: z.boolean().optional().describe('with --undo: whether there was anything to take back'),
    judgements: z
      .array(z.looseObject({ query: z.string(), path: z.string(), part: z.string() }))
      .optional()
      .describe('with --list'),
  }),
  tuning: z.looseObject({ queries: count, before: score, after: score, isBetter: z.boolean() }),
  models: z.looseObject({
    installed: z.array(installedModel),
    available: z.array(availableModel),
    library: z.string().nullable().describe('name of the library’s model'),
  }),
  modelAdded: z.looseObject({
    added: installedModel,
    provider: z.string().nullable().describe('what runs it here; null where a server does'),
    chunksPerSecond: z.number().nullable(),
  }),
  modelRemoved: z.looseObject({ removed: z.string(), bytes: count }),
  switched: z.looseObject({
    model: z.string(),
    embedded: count,
    resumed: count,
    stale: count,
    elapsedMs: milliseconds,
    cancelled: z.boolean(),
  }),
  providers: z.looseObject({
    model: z.string(),
    rows: z.array(
      z.looseObject({
        provider: z.string(),
        chunksPerSecond: z.number().nullable(),
        agreement: z.number().nullable(),
        refused: z.string().nullable(),
      }),
    ),
    chosen: z.string(),
    wanted: z.string().nullable().optional(),
  }),
  undone: z.looseObject({ undone: z.boolean() }),
  key: z.looseObject({
    host: z.string().describe('of the language model’s server'),
    isKept: z.boolean().describe('in the system’s keychain'),
  }),
  settings: settingsSchema.describe('what was set'),
  rules: z.looseObject({
    rules: z.array(z.looseObject({ name: z.string(), group: z.string(), reason: z.string(), isOn: z.boolean() })),
    reading,
  }),
  extracted: z.looseObject({
    path: z.string(),
    part: z.string().optional(),
    kind: z.string(),
    title: z.string(),
    language: z.string(),
    characters: count,
    text: z.string(),
    error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
  }),
  exported: z.looseObject({ passages: count, stale: count.describe('left out: their files have changed') }),
  service: z.looseObject({
    url: z.string(),
    token: z.string(),
    window: z.string().optional().describe('address of the window, with its own token'),
  }),
} as const
