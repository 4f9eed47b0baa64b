import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import { providers, sourceNames } from '../core/types.ts'
import { requestNames, type RequestName, type Requests } from './contract.ts'
import { settingsShape } from './settings.ts'

/** One parser per request: what comes over the wire is `unknown` until its parser has run. */
export type Parsers = { readonly [Name in RequestName]: (raw: unknown) => Requests[Name]['ask'] }

const path = z.string().max(4_096)
const nothing = z.undefined()
const byte = z.int().min(0)
const passages = z.int().min(0).max(200)
/** Of any length: the library itself says, in the person's language, that it is too long. */
const typed = z.string()
/** As long as the longest that is searched for. */
const query = z.string().max(10_000)
const counted = z.int().min(1)
const place = z.strictObject({
  path,
  start: byte,
  page: counted.optional(),
  line: counted.optional(),
  part: path.optional(),
  query: query.optional(),
})
const paths = z.array(path).min(1).max(100)
const moment = z.number().nullable()
const forgetWhat = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path }),
  z.strictObject({ kind: z.literal('document'), path, part: path.min(1) }),
  z.strictObject({ kind: z.literal('page'), address: path }),
  z.strictObject({ kind: z.literal('sender'), address: z.string().min(3).max(400) }),
  z.strictObject({ kind: z.literal('site'), host: z.string().min(1).max(400) }),
  z.strictObject({ kind: z.literal('source'), source: z.enum(sourceNames) }),
  z.strictObject({ kind: z.literal('time'), since: moment, until: moment }),
])
const optInSource = z.enum(['mail', 'history'])
const megabytes = z.number().positive().max(10_000)
const readingRules = z
  .strictObject({
    off: z.array(z.string().max(400)).max(1_000),
    own: z.array(z.string().max(400)).max(1_000),
    useGitignore: z.boolean(),
    largestMB: z.strictObject({ text: megabytes, markup: megabytes, document: megabytes }),
    hosts: z.array(z.string().max(400)).max(10_000),
    savedPages: z.array(path).max(100),
    ocr: z.strictObject({ isOn: z.boolean(), languages: z.string().max(100) }),
  })
  .partial()
const modelName = z.strictObject({ name: z.string().min(1).max(200) })
const limit = z.int().min(1).max(300)
const size = z.strictObject({
  height: z.number().min(0).max(10_000),
  width: z.enum(['narrow', 'wide']),
  stays: z.boolean(),
  extraWidth: settingsShape.shape.extraWidth,
  extraHeight: settingsShape.shape.extraHeight,
})
const passphrase = z.string().max(1_000)
const lockWish = z.strictObject({
  passphrase: passphrase.nullable(),
  current: passphrase.nullable(),
  afterMinutes: z.int().min(1).max(1_440).nullable(),
})
const onePath = z.strictObject({ path })

/** @throws AppError `bad-request`, naming the request and the key */
export const parsers: Parsers = {
  search: parser('search', z.strictObject({ query: typed, limit })),
  similar: parser('similar', z.strictObject({ path, part: path, at: byte, limit })),
  similarFile: parser('similarFile', z.strictObject({ path, limit })),
  answer: parser('answer', z.strictObject({ question: typed })),
  stopAnswer: parser('stopAnswer', nothing),
  picture: parser('picture', z.strictObject({ path, part: path, at: byte, page: z.int().min(1).nullable() })),
  why: parser('why', onePath),
  foundSources: parser('foundSources', nothing),
  consent: parser('consent', z.strictObject({ source: optInSource })),
  optIn: parser('optIn', z.strictObject({ source: optInSource, path })),
  reading: parser('reading', nothing),
  ocrProblem: parser('ocrProblem', nothing),
  setReading: parser('setReading', readingRules) as Parsers['setReading'], // as above
  leftOutRules: parser('leftOutRules', nothing),
  survey: parser('survey', z.strictObject({ paths })),
  choosePath: parser('choosePath', z.strictObject({ kind: z.enum(['folder', 'file']) })),
  forget: parser('forget', forgetWhat),
  forgotten: parser('forgotten', nothing),
  remember: parser('remember', forgetWhat.or(z.strictObject({ kind: z.literal('listed'), id: z.string().max(64) }))),
  searches: parser('searches', nothing),
  keepSearch: parser('keepSearch', z.strictObject({ query, as: z.enum(['recent', 'saved']) })),
  forgetSearch: parser('forgetSearch', z.strictObject({ query: query.nullable() })),
  learning: parser('learning', nothing),
  setLearning: parser('setLearning', z.strictObject({ isOn: z.boolean() })),
  forgetLearning: parser('forgetLearning', nothing),
  judge: parser('judge', z.strictObject({ query, path, part: path })),
  takeBack: parser('takeBack', z.strictObject({ query, path, part: path })),
  models: parser('models', nothing),
  measureModel: parser('measureModel', modelName),
  addModel: parser('addModel', onePath),
  useModel: parser('useModel', modelName),
  modelChange: parser('modelChange', nothing),
  stopModelChange: parser('stopModelChange', nothing),
  providers: parser('providers', z.strictObject({ isAgain: z.boolean() })),
  useProvider: parser('useProvider', z.strictObject({ name: z.enum(['auto', ...providers]) })),
  searchSpeed: parser('searchSpeed', nothing),
  exportSettings: parser('exportSettings', nothing),
  importSettings: parser('importSettings', nothing),
  diagnostics: parser('diagnostics', nothing),
  exportDiagnostics: parser('exportDiagnostics', nothing),
  showLog: parser('showLog', nothing),
  shortcut: parser('shortcut', nothing),
  showRights: parser('showRights', nothing),
  names: parser('names', z.strictObject({ query, limit })),
  newest: parser('newest', z.strictObject({ limit })),
  text: parser('text', z.strictObject({ path, part: path, at: byte, before: passages, after: passages })),
  problems: parser('problems', nothing),
  sources: parser('sources', nothing),
  suggestions: parser('suggestions', nothing),
  removeFolder: parser('removeFolder', onePath),
  exclude: parser('exclude', onePath),
  excludeSite: parser('excludeSite', z.strictObject({ host: z.string().min(1).max(400) })),
  include: parser('include', onePath),
  excluded: parser('excluded', nothing),
  checkLibrary: parser('checkLibrary', nothing),
  repairLibrary: parser('repairLibrary', nothing),
  stopCheck: parser('stopCheck', nothing),
  updateNow: parser('updateNow', nothing),
  pause: parser('pause', z.strictObject({ untilMs: z.int().min(0).nullable() })),
  pace: parser('pace', nothing),
  settings: parser('settings', nothing),
  changeSettings: parser('changeSettings', settingsShape.partial()) as Parsers['changeSettings'], // zod's optional keys may be undefined; Settings drops those
  ledger: parser('ledger', nothing),
  update: parser('update', nothing),
  checkForUpdate: parser('checkForUpdate', nothing),
  downloadUpdate: parser('downloadUpdate', nothing),
  installUpdate: parser('installUpdate', nothing),
  lockState: parser('lockState', nothing),
  lock: parser('lock', nothing),
  unlock: parser('unlock', z.strictObject({ passphrase: passphrase.nullable() })),
  setLock: parser('setLock', lockWish),
  drag: parser('drag', z.strictObject({ path, part: path.optional() })) as Parsers['drag'], // as above
  status: parser('status', nothing),
  addFolders: parser('addFolders', z.strictObject({ paths })),
  chooseFolders: parser('chooseFolders', nothing),
  stopIndexing: parser('stopIndexing', nothing),
  open: parser('open', place) as Parsers['open'], // as above
  openWith: parser('openWith', place) as Parsers['openWith'],
  reveal: parser('reveal', place) as Parsers['reveal'],
  copyText: parser('copyText', z.strictObject({ text: z.string().max(1_000_000) })),
  leavePopover: parser('leavePopover', nothing),
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
