import { protocol } from 'electron'
import { securityHeaders } from '../core/server/security-headers.ts'
import { readStaticFile } from '../core/server/static-folder.ts'

/*
 * The window's files come by a scheme of our own, not by file:. It gives them an origin that is only theirs ('self'
 * in the CSP means something), headers, and no reach into the disk; and the request blocker has one rule to keep.
 */
const scheme = 'leantern-app'

const windowOrigin = `${scheme}://window`
export const windowUrl = `${windowOrigin}/`

/** Whether an address is one of ours. URL.origin is 'null' for own schemes, so the text is compared. */
export function isWindowUrl(url: string): boolean {
  return url.startsWith(windowUrl)
}

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

/** Answers the window's requests from `folder`. Must run after the app is ready. */
export function serveWindow(folder: string): void {
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url)
    const file = host === 'window' && request.method === 'GET' ? await readStaticFile(folder, pathname) : null
    if (file === null) return new Response('Not found', { status: 404, headers: securityHeaders() })
    return new Response(file.bytes, { headers: { ...securityHeaders(), 'content-type': file.contentType } })
  })
}
