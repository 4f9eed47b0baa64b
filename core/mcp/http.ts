import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { sendError } from '../server/http-answers.ts'
import type { HttpRequest } from '../server/http-server.ts'
import { createMcpServer } from './mcp-server.ts'

/** Where agents reach the protocol. */
export const mcpPath = '/mcp'

/**
 * Streamable HTTP without sessions: each request is answered by a server of its own, so nothing has to be kept, forgotten
 * or found again. The caller has checked Host, Origin, token and size.
 */
export async function answerMcp(library: Library, request: HttpRequest, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST')
    return sendError(response, 405, {
      code: 'refused',
      message: 'Expected POST: there are no sessions and no streams.',
    })
  }
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
  const server = createMcpServer(library)
  try {
    await server.connect(transport as Parameters<typeof server.connect>[0]) // its own types disagree under exactOptionalPropertyTypes
    const ended = new Promise((resolve) => response.once('close', resolve))
    await transport.handleRequest(request.incoming, response, parsed(request.body))
    await ended
  } finally {
    await server.close()
  }
}

function parsed(body: string): unknown {
  try {
    return z.json().parse(JSON.parse(body))
  } catch (error) {
    throw new AppError('bad-request', 'Expected a JSON-RPC message.', { cause: error })
  }
}
