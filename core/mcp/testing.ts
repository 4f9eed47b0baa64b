/* An agent for tests: the protocol's own client on a `leantern mcp` of its own. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { leanternScript } from '../cli/testing.ts'

/** Over standard input and output; closing the client ends the process. */
export async function connectedAgent(...words: readonly string[]): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [leanternScript, 'mcp', ...words] }))
  return client
}
