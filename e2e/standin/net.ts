import { request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { session } from './session.ts'

interface NetOptions extends RequestOptions {
  readonly session?: ReturnType<typeof session.fromPartition>
}

/** Electron's `net`, by Node: what electron-updater needs of it. The session's blocker is told of each request and may end it. */
export const net = {
  request({ session, ...options }: NetOptions): ClientRequest {
    const request = options.protocol === 'https:' ? httpsRequest(options) : httpRequest(options)
    void askBlocker()
    return request

    async function askBlocker(): Promise<void> {
      const { protocol = 'http:', hostname = '', port = '', path = '/', method = 'GET' } = options
      const url = `${protocol}//${hostname}:${port}${path}`
      const isAllowed = (await session?.isAllowed({ url, method, resourceType: 'other' })) ?? true
      if (!isAllowed) request.destroy(new Error('net::ERR_BLOCKED_BY_CLIENT'))
    }
  },
}
