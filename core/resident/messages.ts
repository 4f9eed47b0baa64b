/*
 * What two processes say to each other about one library: lines of JSON over a local socket.
 *
 *   client  {"hello":{"protocol":1,"token":"…"}}      first, once
 *   server  {"hello":{"protocol":1,"version":"…"}}    or it hangs up
 *   client  {"id":7,"name":"search","ask":{…},"wantsEvents":true}        {"id":7,"cancel":true}
 *   server  {"id":7,"event":{…}} …                    {"id":7,"reply":{"ok":true,"value":{…}}}
 */
import type { Socket } from 'node:net'
import { z } from 'zod'
import { sourceNames, strategies, rankings } from '../types.ts'
import type {
  DocumentText,
  ErrorCode,
  ForgetSummary,
  IndexProgress,
  IndexSummary,
  LibraryStatus,
  NameHit,
  OptimizeProgress,
  OptimizeSummary,
  ReadingRules,
  SearchAnswer,
  SwitchProgress,
  SwitchSummary,
  WhyAnswer,
} from '../types.ts'

/** Raised with every change that an older side would misunderstand. */
export const protocol = 1

const path = z.object({ path: z.string() })
const forgotten = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), path: z.string() }),
  z.object({ kind: z.literal('document'), path: z.string(), part: z.string().min(1) }),
  z.object({ kind: z.literal('page'), address: z.string() }),
  z.object({ kind: z.literal('sender'), address: z.string() }),
  z.object({ kind: z.literal('site'), host: z.string() }),
  z.object({ kind: z.literal('source'), source: z.enum(sourceNames) }),
  z.object({ kind: z.literal('time'), since: z.number().nullable(), until: z.number().nullable() }),
])

/** What can be asked, by name. */
export const asks = {
  search: z.object({
    query: z.string(),
    limit: z.number(),
    strategy: z.enum(strategies),
    ranking: z.enum(rankings).optional(),
    efSearch: z.number().optional(),
    batch: z.number().optional(),
    budgetMs: z.number().optional(),
  }),
  names: z.object({ query: z.string(), limit: z.number() }),
  text: z.object({
    path: z.string(),
    part: z.string().optional(),
    at: z.number().optional(),
    before: z.number().optional(),
    after: z.number().optional(),
  }),
  embed: z.object({
    texts: z.array(z.object({ header: z.string(), text: z.string(), use: z.enum(['query', 'passage']).optional() })),
  }),
  status: z.object({}),
  why: path,
  addRoot: path,
  optIn: z.object({ source: z.enum(['mail', 'history']), path: z.string() }),
  setReading: z.object({ change: z.record(z.string(), z.unknown()) }),
  remove: path,
  exclude: path,
  excludeSite: z.object({ host: z.string() }),
  include: path,
  index: z.object({ roots: z.array(z.string()).optional(), folders: z.array(z.string()).optional() }),
  settle: z.object({}),
  optimize: z.object({}),
  switchModel: z.object({ name: z.string() }),
  forget: forgotten,
  remember: forgotten.or(z.object({ kind: z.literal('listed'), id: z.string() })),
} as const

/** The name of what can be asked. */
export type AskName = keyof typeof asks
/** What is asked under a name. */
export type Ask<Name extends AskName> = z.output<(typeof asks)[Name]>

/** What comes back for each. */
export interface Answers {
  search: SearchAnswer
  names: readonly NameHit[]
  text: DocumentText
  /** Float32, little-endian, base64, one text after the other. */
  embed: { readonly dimensions: number; readonly base64: string }
  status: LibraryStatus
  why: WhyAnswer
  addRoot: string
  optIn: string
  setReading: ReadingRules
  remove: number
  exclude: number
  excludeSite: number
  include: null
  index: IndexSummary
  settle: number
  optimize: OptimizeSummary
  switchModel: SwitchSummary
  forget: ForgetSummary
  remember: null
}

/** What may come before the reply. */
export interface AskEvents {
  search: SearchAnswer
  index: IndexProgress
  settle: { readonly done: number; readonly total: number }
  optimize: OptimizeProgress
  switchModel: SwitchProgress
}

/** The event of a name, if it has any. */
export type EventOf<Name> = Name extends keyof AskEvents ? AskEvents[Name] : never

/** The end of an ask. */
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: ErrorCode | 'bug'; readonly message: string }

export interface HelloOfServer {
  readonly hello: { readonly protocol: number; readonly version: string }
}

/** Once it has said hello. */
export type FromServer =
  | { readonly id: number; readonly event: unknown }
  | { readonly id: number; readonly reply: Reply }

const clientAsk = z.object({
  id: z.int(),
  name: z.enum(Object.keys(asks) as [AskName, ...AskName[]]), // the keys of our own object
  ask: z.unknown(),
  wantsEvents: z.boolean(),
})

export type ClientAsk = z.output<typeof clientAsk>

/** A line of a client, once it has said hello. */
export const clientLine = z.union([z.object({ id: z.int(), cancel: z.literal(true) }), clientAsk])

export const clientHello = z.object({ hello: z.object({ protocol: z.int(), token: z.string() }) })

/** Writes a line of JSON, unless the other side is gone. */
export function sendLine(socket: Socket, line: object): void {
  if (socket.writable) socket.write(`${JSON.stringify(line)}\n`)
}

/** One side of a connection: what it does with what the other says. Each returns whether that was understood. */
export interface Talk {
  /** Until the first line has come. */
  readonly helloMs: number
  readonly mostLineBytes: number
  onHello(message: object): boolean
  onMessage(message: object): boolean
}

/** Listens, on either side: hangs up on who does not say hello in time, says it wrong, or then says what is not understood. */
export function listenTo(socket: Socket, { helloMs, mostLineBytes, onHello, onMessage }: Talk): void {
  const timer = setTimeout(() => socket.destroy(), helloMs)
  let isKnown = false
  socket.on('error', () => socket.destroy()).once('close', () => clearTimeout(timer))
  readLines(socket, mostLineBytes, (line) => {
    clearTimeout(timer)
    const message = parsedLine(line)
    const isUnderstood = typeof message === 'object' && message !== null && (isKnown ? onMessage : onHello)(message)
    if (!isUnderstood) return void socket.destroy()
    isKnown = true
  })
}

/** Calls `onLine` for each whole line; one longer than `mostBytes` ends the connection. */
function readLines(socket: Socket, mostBytes: number, onLine: (line: string) => void): void {
  let parts: Buffer[] = []
  let bytes = 0
  socket.on('data', (data: Buffer) => {
    let from = 0
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, from)) {
      const line = Buffer.concat([...parts, data.subarray(from, end)]).toString('utf8')
      ;[parts, bytes, from] = [[], 0, end + 1]
      onLine(line)
    }
    if (from === data.byteLength) return
    parts.push(data.subarray(from))
    bytes += data.byteLength - from
    if (bytes > mostBytes) socket.destroy()
  })
}

/** The value of a line of JSON; undefined for anything else. */
function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
