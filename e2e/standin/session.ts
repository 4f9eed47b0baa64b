import { EventEmitter } from 'node:events'
import { protocol } from './scheme.ts'

interface RequestDetails {
  readonly url: string
  readonly method: string
  readonly resourceType: string
}

type BeforeRequest = (details: RequestDetails, answer: (response: { cancel?: boolean }) => void) => void

let beforeRequest: BeforeRequest | null = null

/** Whether the app's blocker lets a request through. */
export function isAllowed(details: RequestDetails): Promise<boolean> {
  if (beforeRequest === null) return Promise.resolve(true)
  const ask = beforeRequest
  return new Promise((resolve) => ask(details, ({ cancel = false }) => resolve(!cancel)))
}

/** Electron's session.defaultSession, of which only the request blocker works; permissions are recorded. */
function makeSession() {
  let ask: BeforeRequest | null = null
  return Object.assign(new EventEmitter(), {
    webRequest: {
      onBeforeRequest(first: BeforeRequest | object | null, second?: BeforeRequest) {
        ask = second ?? (typeof first === 'function' ? (first as BeforeRequest) : null)
      },
    },
    isAllowed(details: RequestDetails): Promise<boolean> {
      return new Promise((resolve) =>
        ask === null ? resolve(true) : ask(details, ({ cancel = false }) => resolve(!cancel)),
      )
    },
  })
}

const partitions = new Map<string, ReturnType<typeof makeSession>>()

/** Sessions beside the windows' own; requests of `net` go through their blockers. */
function fromPartition(name: string): ReturnType<typeof makeSession> {
  const found = partitions.get(name) ?? makeSession()
  partitions.set(name, found)
  return found
}

const defaultSession = Object.assign(new EventEmitter(), {
  protocol,
  permissionHandlers: [] as unknown[],
  webRequest: {
    onBeforeRequest(first: BeforeRequest | object | null, second?: BeforeRequest) {
      beforeRequest = second ?? (typeof first === 'function' ? (first as BeforeRequest) : null)
    },
  },
  setPermissionRequestHandler: (handler: unknown) => void defaultSession.permissionHandlers.push(handler),
  setPermissionCheckHandler: (handler: unknown) => void defaultSession.permissionHandlers.push(handler),
})

export const session = { defaultSession, fromPartition }
