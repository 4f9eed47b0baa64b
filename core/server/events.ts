import type { ServerResponse } from 'node:http'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { openStream, sendComment, sendEvent } from './event-stream.ts'

/** Tells whoever listens how the library stands. Looks only while somebody listens. */
export interface Events {
  /** @throws AppError `library-busy` where too many listen */
  subscribe(response: ServerResponse): void
  close(): void
}

export interface EventTimes {
  /** A library that another process changes is looked at this often. */
  readonly lookEveryMs: number
  readonly commentEveryMs: number
}

const mostListeners = 64

/** Tells listeners of the library's changes, whoever makes them. */
export function createEvents(
  library: Pick<Library, 'status'>,
  { lookEveryMs, commentEveryMs }: EventTimes = { lookEveryMs: 1000, commentEveryMs: 15_000 },
): Events {
  const listeners = new Set<ServerResponse>()
  let last = ''
  let timers: readonly NodeJS.Timeout[] = []
  const look = async (): Promise<void> => {
    const status = await library.status().catch(() => null)
    const text = JSON.stringify(status)
    if (status === null || text === last) return
    last = text
    for (const listener of listeners) sendEvent(listener, 'status', status)
  }
  const stop = (): void => {
    for (const timer of timers) clearInterval(timer)
    timers = []
  }
  const start = (): void => {
    if (timers.length > 0) return
    timers = [
      setInterval(() => void look(), lookEveryMs),
      setInterval(() => {
        for (const listener of listeners) sendComment(listener)
      }, commentEveryMs),
    ]
  }
  return {
    subscribe(response) {
      if (listeners.size >= mostListeners)
        throw new AppError('library-busy', 'Too many listen already. Try again later.')
      openStream(response)
      listeners.add(response)
      response.once('close', () => {
        listeners.delete(response)
        if (listeners.size === 0) stop()
      })
      start()
      // Everybody hears it again, which says nothing new to those who were there.
      last = ''
      void look()
    },
    close() {
      stop()
      for (const listener of listeners) listener.end()
    },
  }
}
