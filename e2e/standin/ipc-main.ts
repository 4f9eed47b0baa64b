import { EventEmitter } from 'node:events'
import { messageOf } from '../../core/errors.ts'

type Handler = (event: unknown, ...args: unknown[]) => unknown

const handlers = new Map<string, Handler>()

/** Electron's `ipcMain`. */
export const ipcMain = Object.assign(new EventEmitter(), {
  handle(channel: string, handler: Handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel: string) => void handlers.delete(channel),
})

/** Runs the handler of a channel. As in Electron only the text of what it throws comes back. */
export async function invoke(channel: string, event: unknown, args: readonly unknown[]): Promise<Invoked> {
  try {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return { error: null, value: await handler(event, ...args) }
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : messageOf(error)
    return { error: `Error invoking remote method '${channel}': ${text}`, value: undefined }
  }
}

export interface Invoked {
  readonly error: string | null
  readonly value: unknown
}
