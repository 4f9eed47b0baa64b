/*
 * Own schemes. Chromium started from outside cannot be taught one, so `leantern-app://window/x` is loaded as
 * `http://window.leantern-app.standin.localhost/x` (a secure context, its own origin, nothing listens there) and every
 * request is answered by the app's handler through the debugger's Fetch domain. The app only ever sees its own scheme.
 */
const suffix = '.standin.localhost'
const handlers = new Map<string, (request: Request) => Response | Promise<Response>>()

/** The address Chromium loads for one of the app's. */
export function toChromiumUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  if (match === null || /^(https?|file|devtools|ws|wss)$/.test(match[1])) return url
  return `http://${match[2]}.${match[1]}${suffix}${match[3]}`
}

/** Undoes toChromiumUrl. */
export function toAppUrl(url: string): string {
  const match = /^http:\/\/([^/?#]+)([^]*)$/.exec(url)
  if (match === null || !match[1].endsWith(suffix)) return url
  const host = match[1].slice(0, -suffix.length)
  const dot = host.lastIndexOf('.')
  return `${host.slice(dot + 1)}://${host.slice(0, dot)}${match[2]}`
}

/** The app's answer to a request, or null when no handler is there for its scheme. */
export async function answerOwnScheme(request: Request): Promise<Response | null> {
  const handle = handlers.get(new URL(request.url).protocol.slice(0, -1))
  return handle === undefined ? null : handle(request)
}

/** Electron's `protocol`. */
export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (scheme: string, handle: (request: Request) => Response | Promise<Response>) =>
    void handlers.set(scheme, handle),
  unhandle: (scheme: string) => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
}
