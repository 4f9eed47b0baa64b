import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CDPSession } from '@playwright/test'

/** A conversation with the browser or one of its pages in the Chrome DevTools Protocol; typed as Playwright types it. */
export type Cdp = Pick<CDPSession, 'send' | 'on'>

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** One message of the protocol, coming. */
interface Incoming {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

/** The pipe to a Chromium started with --remote-debugging-pipe: JSON messages, each ended by a zero byte. */
export class CdpPipe {
  readonly #input: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #events = new Map<string, EventEmitter>()
  #nextId = 1
  #rest: Buffer = Buffer.alloc(0)

  constructor(input: Writable, output: Readable) {
    this.#input = input
    output.on('data', (bytes: Buffer) => this.#receive(bytes))
    output.on('close', () => this.#close())
    input.on('error', () => this.#close())
  }

  /** The browser itself, or the page with this session. */
  session(sessionId = ''): Cdp {
    const events = this.#eventsOf(sessionId)
    const session = {
      send: (method: string, params: unknown = {}) => this.#send(sessionId, method, params),
      on(name: string, listen: (params: unknown) => void) {
        events.on(name, listen)
        return session
      },
    }
    // The protocol's own types come from Playwright's declarations; what Chromium sends is trusted to keep to them.
    return session as unknown as Cdp
  }

  #eventsOf(sessionId: string): EventEmitter {
    const known = this.#events.get(sessionId)
    if (known !== undefined) return known
    const events = new EventEmitter()
    this.#events.set(sessionId, events)
    return events
  }

  #send(sessionId: string, method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++
      this.#waiting.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) })
      this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId === '' ? {} : { sessionId }) })}\0`)
    })
  }

  #receive(bytes: Buffer): void {
    let rest = Buffer.concat([this.#rest, bytes])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const message = JSON.parse(rest.subarray(0, end).toString()) as Incoming
      rest = rest.subarray(end + 1)
      this.#dispatch(message)
    }
    this.#rest = rest
  }

  #dispatch({ id, method, params, result, error, sessionId = '' }: Incoming): void {
    if (id === undefined) {
      if (method !== undefined) this.#events.get(sessionId)?.emit(method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error.message))
  }

  #close(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('The browser has ended'))
    this.#waiting.clear()
  }
}
