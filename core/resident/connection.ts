/* The side of whoever wants something of a library that another process holds. */
import { connect, type Socket } from 'node:net'
import { readHolder, removeAddress } from '../catalogue/lock-holder.ts'
import { lockForWriting } from '../catalogue/writer-lock.ts'
import { AppError, systemCode } from '../errors.ts'
import {
  listenTo,
  protocol,
  sendLine,
  type Answers,
  type Ask,
  type AskName,
  type EventOf,
  type FromServer,
  type HelloOfServer,
} from './messages.ts'

/** The process that held the library went away before it had answered. */
export class HolderGone extends Error {}

export interface CallOptions<Name extends AskName> {
  readonly signal?: AbortSignal | undefined
  onEvent?(event: EventOf<Name>): void
}

/** A connection to the process that holds a library. */
export interface Connection {
  readonly isOpen: boolean
  /** @throws HolderGone, AppError as the library's own method, `cancelled` */
  call<Name extends AskName>(name: Name, ask: Ask<Name>, options?: CallOptions<Name>): Promise<Answers[Name]>
  close(): void
}

const helloMs = 1000
const mostLineBytes = 1_073_741_824

/** Whether a process holds the library that answers others. */
export async function isHeld(folder: string): Promise<boolean> {
  const connection = await connectToHolder(folder)
  connection?.close()
  return connection !== null
}

/** Whether a process holds the library, also one that answers nobody: `leantern index` for as long as it runs. Not for the holder itself. */
export function isTaken(folder: string): boolean {
  try {
    lockForWriting(folder)()
    return false
  } catch (error) {
    if (error instanceof AppError && error.code === 'library-busy') return true
    throw error
  }
}

/** null where nobody holds the library, or the holder does not listen, is of another version or does not answer. */
export async function connectToHolder(folder: string): Promise<Connection | null> {
  const holder = readHolder(folder)
  if (holder?.address === undefined || holder.token === undefined) return null
  const { address, token } = holder
  try {
    const socket = await opened(address)
    return await greeted(socket, token)
  } catch (error) {
    // Whoever listened there is gone: the address is of no use to anybody, and never used again.
    if (['ECONNREFUSED', 'ENOENT'].includes(systemCode(error))) removeAddress(address)
    return null
  }
}

function opened(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    const timer = setTimeout(() => socket.destroy(new Error('No connection in time')), helloMs)
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve(socket)
    })
  })
}

interface Waiting {
  onEvent(event: unknown): void
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Says hello; null for another version. */
function greeted(socket: Socket, token: string): Promise<Connection | null> {
  return new Promise((resolve) => {
    const waiting = new Map<number, Waiting>()
    let nextId = 1
    const connection: Connection = {
      get isOpen() {
        return !socket.destroyed
      },
      async call(name, ask, { signal, onEvent } = {}) {
        if (socket.destroyed) throw new HolderGone()
        const id = nextId++
        const cancel = (): void => sendLine(socket, { id, cancel: true })
        const reply = new Promise<unknown>((resolve, reject) => {
          waiting.set(id, { resolve, reject, onEvent: (event) => onEvent?.(event as EventOf<typeof name>) }) // the holder pairs name and event
        })
        sendLine(socket, { id, name, ask, wantsEvents: onEvent !== undefined })
        if (signal?.aborted === true) cancel()
        signal?.addEventListener('abort', cancel)
        try {
          return (await reply) as Answers[typeof name] // the holder pairs name and answer: messages.ts is shared by both sides
        } finally {
          signal?.removeEventListener('abort', cancel)
        }
      },
      close: () => socket.destroy(),
    }
    socket.once('close', () => {
      for (const one of waiting.values()) one.reject(new HolderGone())
      waiting.clear()
      resolve(null)
    })
    // The holder showed that it is the one of the library's folder: what it says is of our own making.
    listenTo(socket, {
      helloMs,
      mostLineBytes,
      onHello(message) {
        const { hello } = message as Partial<HelloOfServer>
        if (hello?.protocol !== protocol) return false
        resolve(connection)
        return true
      },
      onMessage(message) {
        settle(waiting, message as FromServer)
        return true
      },
    })
    sendLine(socket, { hello: { protocol, token } })
  })
}

function settle(waiting: Map<number, Waiting>, message: FromServer): void {
  const one = waiting.get(message.id)
  if (one === undefined) return
  if ('event' in message) return one.onEvent(message.event)
  waiting.delete(message.id)
  const { reply } = message
  if (reply.ok) one.resolve(reply.value)
  else one.reject(reply.code === 'bug' ? new Error(reply.message) : new AppError(reply.code, reply.message))
}
