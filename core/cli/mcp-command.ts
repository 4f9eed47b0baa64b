import { Command } from 'commander'
import { messageOf } from '../errors.ts'
import type { Library } from '../library.ts'
import { startHttpServer } from '../server/http-server.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { exitCodes, type Terminal } from './main.ts'
import { serverOptions, untilInterrupted, withServerOptions, type ServerWords } from './server-options.ts'

interface McpWords extends LibraryChoice, ServerWords {
  readonly http?: boolean
}

/** `leantern mcp`. */
export function mcpCommand({ terminal, finish }: CommandParts): Command {
  return withServerOptions(
    withLibraryOption(new Command('mcp'))
      .description('answer agents over the Model Context Protocol; they can only read')
      .option('--http', 'over HTTP in place of standard input and output'),
  ).action((words: McpWords) =>
    finish(() =>
      withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
        if (words.http === true) await serveHttp(library, words, terminal)
        else {
          // Loaded by the command that needs it: the protocol's package would make every other one start later.
          const { serveStdio } = await import('../mcp/stdio.ts')
          await serveStdio(library)
        }
        return exitCodes.done
      }),
    ),
  )
}

async function serveHttp(library: Library, words: ServerWords, terminal: Terminal): Promise<void> {
  const { answerMcp, mcpPath } = await import('../mcp/http.ts')
  const server = await startHttpServer({
    ...(await serverOptions(words)),
    handle: (request, response) => answerMcp(library, request, response),
    onBug: (error) => terminal.err(`leantern: this is a bug, please report it.\n${messageOf(error)}\n`),
  })
  await untilInterrupted(server, { terminal, words, what: `${server.url}${mcpPath}` })
}
