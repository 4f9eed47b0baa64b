import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Library } from '../library.ts'
import { createMcpServer } from './mcp-server.ts'

/** Answers on standard input and output until the client closes our input or ends us. Nothing else may print to it. */
export async function serveStdio(library: Library): Promise<void> {
  const server = createMcpServer(library)
  const isOver = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve)
    process.once('SIGINT', resolve).once('SIGTERM', resolve)
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the protocol's own class, not an event target
    server.onclose = resolve
  })
  // A client that went away closes our output as well.
  process.stdout.once('error', () => void server.close())
  await server.connect(new StdioServerTransport())
  await isOver
  await server.close()
}
