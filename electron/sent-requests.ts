import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/**
 * Calls `tell` with the host of every HTTP request that this process makes, by whatever code: Node tells of them itself. Returns what ends
 * that.
 */
export function watchRequests(tell: (host: string) => void): () => void {
  const byFetch = (message: unknown): void =>
    tell(hostOf((message as { request: { origin?: unknown } }).request.origin))
  const byNode = (message: unknown): void => {
    tell(hostOf(`http://${(message as { request: { host?: unknown } }).request.host}`))
  }
  subscribe('undici:request:create', byFetch)
  subscribe('http.client.request.start', byNode)
  return () => {
    unsubscribe('undici:request:create', byFetch)
    unsubscribe('http.client.request.start', byNode)
  }
}

function hostOf(origin: unknown): string {
  return URL.parse(String(origin))?.hostname ?? 'unknown'
}
