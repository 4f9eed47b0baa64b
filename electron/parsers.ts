import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import { requestNames, type RequestName, type Requests } from './contract.ts'
import { settingsShape } from './settings.ts'

/** One parser per request: what comes over the wire is `unknown` until its parser has run. */
export type Parsers = { readonly [Name in RequestName]: (raw: unknown) => Requests[Name]['ask'] }

const path = z.string().max(4_096)
const nothing = z.undefined()
const place = z.strictObject({ path, start: z.int().min(0) })
const byte = z.int().min(0)
const passages = z.int().min(0).max(200)
const query = z.string().max(2_000)
const limit = z.int().min(1).max(100)
const size = z.strictObject({
  height: z.number().min(0).max(10_000),
  width: z.enum(['narrow', 'wide']),
  stays: z.boolean(),
})
const onePath = z.strictObject({ path })

/** @throws AppError `bad-request`, naming the request and the key */
export const parsers: Parsers = {
  search: parser('search', z.strictObject({ query, limit })),
  similar: parser('similar', z.strictObject({ path, part: path, at: byte, limit })),
  names: parser('names', z.strictObject({ query, limit })),
  text: parser('text', z.strictObject({ path, part: path, at: byte, before: passages, after: passages })),
  problems: parser('problems', nothing),
  sources: parser('sources', nothing),
  suggestions: parser('suggestions', nothing),
  removeFolder: parser('removeFolder', onePath),
  exclude: parser('exclude', onePath),
  include: parser('include', onePath),
  excluded: parser('excluded', nothing),
  updateNow: parser('updateNow', nothing),
  pause: parser('pause', z.strictObject({ untilMs: z.int().min(0).nullable() })),
  pace: parser('pace', nothing),
  settings: parser('settings', nothing),
  changeSettings: parser('changeSettings', settingsShape.partial()) as Parsers['changeSettings'], // zod's optional keys may be undefined; Settings drops those
  ledger: parser('ledger', nothing),
  drag: parser('drag', onePath),
  status: parser('status', nothing),
  addFolders: parser('addFolders', z.strictObject({ paths: z.array(path).min(1).max(100) })),
  chooseFolders: parser('chooseFolders', nothing),
  stopIndexing: parser('stopIndexing', nothing),
  open: parser('open', place),
  reveal: parser('reveal', place),
  copyText: parser('copyText', z.strictObject({ text: z.string().max(1_000_000) })),
  resize: parser('resize', size),
  hide: parser('hide', nothing),
}

function parser<Ask>(name: RequestName, schema: z.ZodType<Ask>): (raw: unknown) => Ask {
  return (raw) => {
    const result = schema.safeParse(raw)
    if (result.success) return result.data
    throw new AppError('bad-request', `Request \`${name}\`: ${z.prettifyError(result.error)}`)
  }
}

/** @throws AppError `bad-request` for a name that is not in the contract */
export function parseRequestName(raw: unknown): RequestName {
  const name = requestNames.find((known) => known === raw)
  if (name === undefined)
    throw new AppError('bad-request', `Expected the name of a request, got ${JSON.stringify(raw)}`)
  return name
}
