/* The side of whoever holds a library's writer lock: others on this machine, of the same person, ask it instead of opening for themselves. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import packageFile from '../../package.json' with { type: 'json' }
import { clearAddress, publishAddress, removeAddress, socketName } from '../catalogue/lock-holder.ts'
import { AppError, messageOf } from '../errors.ts'
import type { Library, Log } from '../library.ts'
import { isSameText } from '../server/bridge-token.ts'
import { removeLeftSockets } from './left-sockets.ts'
import {
  asks,
  clientHello,
  clientLine,
  listenTo,
  protocol,
  sendLine,
  type Answers,
  type Ask,
  type AskName,
  type ClientAsk,
  type Reply,
} from './messages.ts'

export interface ShareParts {
  /** Open for writing. */
  readonly library: Library
  /** A client had something read, removed or forgotten: what the host watches or shows may have changed. */
  onContents?(): void
  readonly log?: Log
}

/** The open door of a library. */
export interface SharedDoor {
  /** Clients that are connected. */
  readonly clients: number
  close(): Promise<void>
}

const mostClients = 64
const mostLineBytes = 16_777_216
/** Linux allows 107 bytes for the address of a socket, macOS 103. */
const mostAddressBytes = 100
const helloMs = 2000

/**
 * Listens on a socket in a folder that only this person may enter, and writes its address and a token into the library's folder.
 * A library that cannot be shared (no place for a socket) is not an error: others then open it for themselves.
 */
export async function shareLibrary(parts: ShareParts): Promise<SharedDoor> {
  const token = randomBytes(24).toString('base64url')
  const clients = new Set<Socket>()
  const work = new Set<Promise<unknown>>()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.once('close', () => clients.delete(socket))
    serveClient(socket, { token, parts, work })
  })
  server.maxConnections = mostClients
  const address = await listen(server).catch((error: unknown) => {
    parts.log?.('library.unshared', { error: messageOf(error) })
    return null
  })
  if (address !== null) publishAddress(parts.library.folder, { address, token })
  return {
    get clients() {
      return clients.size
    },
    async close() {
      clearAddress(parts.library.folder)
      for (const socket of clients) socket.destroy()
      // What was begun is ended before the library is closed: it writes files.
      await Promise.allSettled(work)
      if (address === null) return
      await new Promise((resolve) => server.close(resolve))
      removeAddress(address)
    },
  }
}

/** A named pipe on Windows, whose name nobody can guess; elsewhere a socket in a folder of its own. */
async function listen(server: Server): Promise<string> {
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\leantern-${randomBytes(16).toString('hex')}` : await socketPath()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  if (process.platform !== 'win32') await chmod(address, 0o600)
  return address
}

async function socketPath(): Promise<string> {
  const usual = join(tmpdir(), 'leantern-')
  const prefix = Buffer.byteLength(usual) + 10 > mostAddressBytes ? '/tmp/leantern-' : usual
  await removeLeftSockets(dirname(prefix))
  return join(await mkdtemp(prefix), socketName)
}

interface Service {
  readonly token: string
  readonly parts: ShareParts
  /** Under way, of all clients. */
  readonly work: Set<Promise<unknown>>
}

/** Nothing is answered before the token was right. */
function serveClient(socket: Socket, { token, parts, work }: Service): void {
  const running = new Map<number, AbortController>()
  socket.once('close', () => {
    for (const one of running.values()) one.abort()
  })
  const answer = ({ id, name, ask, wantsEvents }: ClientAsk): void => {
    const stop = new AbortController()
    running.set(id, stop)
    const context: Context = {
      signal: stop.signal,
      wantsEvents,
      send: (event) => wantsEvents && sendLine(socket, { id, event }),
    }
    const answered = replyTo(parts, { name, ask }, context).then((reply) => sendLine(socket, { id, reply }))
    work.add(answered)
    void answered.finally(() => {
      running.delete(id)
      work.delete(answered)
    })
  }
  listenTo(socket, {
    helloMs,
    mostLineBytes,
    onHello(raw) {
      const { success, data } = clientHello.safeParse(raw)
      if (!success || !isSameText(data.hello.token, token)) return false
      sendLine(socket, { hello: { protocol, version: packageFile.version } })
      return true
    },
    onMessage(raw) {
      const { success, data } = clientLine.safeParse(raw)
      if (!success) return false
      if ('cancel' in data) running.get(data.id)?.abort()
      else answer(data)
      return true
    },
  })
}

interface Context {
  readonly signal: AbortSignal
  readonly wantsEvents: boolean
  send(event: unknown): void
}

async function replyTo(
  parts: ShareParts,
  { name, ask }: { readonly name: AskName; readonly ask: unknown },
  context: Context,
): Promise<Reply> {
  const parsed = asks[name].safeParse(ask)
  if (!parsed.success) return { ok: false, code: 'bad-request', message: `Not understood: ${name}` }
  try {
    return { ok: true, value: await answerAsk(parts, name, { ask: parsed.data as never, context }) } // the name's own schema parsed it
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'bug'
    return { ok: false, code, message: messageOf(error) }
  }
}

type Handlers = {
  readonly [Name in AskName]: (parts: ShareParts, ask: Ask<Name>, context: Context) => Promise<Answers[Name]>
}

function answerAsk<Name extends AskName>(
  parts: ShareParts,
  name: Name,
  { ask, context }: { readonly ask: Ask<Name>; readonly context: Context },
): Promise<Answers[Name]> {
  return handlers[name](parts, ask, context)
}

const handlers: Handlers = {
  search: ({ library }, ask, { signal, wantsEvents, send }) =>
    library.search(defined(ask), signal, wantsEvents ? send : undefined),
  names: ({ library }, { query, limit }) => library.names(query, limit),
  text: ({ library }, ask) => library.text(defined(ask)),
  async embed({ library }, { texts }, { signal }) {
    const vectors = await library.embed(texts.map(defined), signal)
    const bytes = vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))
    return { dimensions: vectors[0]?.length ?? 0, base64: Buffer.concat(bytes).toString('base64') }
  },
  status: ({ library }) => library.status(),
  why: ({ library }, { path }) => library.why(path),
  // Nothing of it is there before the index request that follows.
  addRoot: ({ library }, { path }) => library.addRoot(path),
  optIn: ({ library }, { source, path }) => library.optIn(source, path),
  setReading: (parts, { change }) => changing(parts, () => parts.library.setReading(change)),
  remove: (parts, { path }) => changing(parts, () => parts.library.remove(path)),
  exclude: (parts, { path }) => changing(parts, () => parts.library.exclude(path)),
  excludeSite: (parts, { host }) => changing(parts, () => parts.library.excludeSite(host)),
  include: (parts, { path }) => changing(parts, () => nothing(parts.library.include(path))),
  index: (parts, places, { signal, send }) =>
    changing(parts, () => parts.library.index({ ...defined(places), signal, onProgress: send })),
  settle: ({ library }, _, { signal, send }) =>
    library.settle({ signal, onProgress: (done, total) => send({ done, total }) }),
  optimize: ({ library }, _, { signal, send }) => library.optimize({ signal, onProgress: send }),
  switchModel: ({ library }, { name }, { signal, send }) => library.switchModel(name, { signal, onProgress: send }),
  forget: (parts, what) => changing(parts, () => parts.library.forget(what)),
  remember: (parts, what) => changing(parts, () => nothing(parts.library.remember(what))),
}

async function changing<T>({ onContents }: ShareParts, work: () => Promise<T>): Promise<T> {
  const value = await work()
  onContents?.()
  return value
}

async function nothing(work: Promise<void>): Promise<null> {
  await work
  return null
}

/** Without the keys that are there but undefined: JSON has none, the parser makes none, the types do not know. */
function defined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return value as { [Key in keyof T]: Exclude<T[Key], undefined> }
}
