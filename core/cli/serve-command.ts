import { Command } from 'commander'
import { messageOf } from '../errors.ts'
import type { Library } from '../library.ts'
import { answerApi, isApiPath } from '../server/api.ts'
import { createEvents } from '../server/events.ts'
import { sendError } from '../server/http-answers.ts'
import { startHttpServer } from '../server/http-server.ts'
import { openapiPath } from '../server/openapi.ts'
import { modelFor, withModelOptions, type ModelWords } from './ask-command.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { exitCodes, type Terminal } from './main.ts'
import { serverOptions, untilInterrupted, withServerOptions, type ServerWords } from './server-options.ts'

interface ServeWords extends LibraryChoice, ServerWords, ModelWords {}

export function serveCommand({ terminal, finish, settings }: CommandParts): Command {
  return withModelOptions(
    withServerOptions(
      withLibraryOption(new Command('serve')).description(
        'answer programs on this machine over HTTP: search, read, ask, and the Model Context Protocol; they can only read',
      ),
    ),
    settings,
  ).action((words: ServeWords) =>
    finish(() =>
      withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
        await serve(library, words, terminal)
        return exitCodes.done
      }),
    ),
  )
}

async function serve(library: Library, words: ServeWords, terminal: Terminal): Promise<void> {
  const { answerMcp, mcpPath } = await import('../mcp/http.ts')
  const events = createEvents(library)
  const parts = { library, events, model: modelFor(words) }
  const server = await startHttpServer({
    ...(await serverOptions(words)),
    // A language model writes for a while, and its server does the work.
    isLong: (path) => parts.model !== null && path === '/api/ask',
    async handle(request, response) {
      const { pathname } = request.url
      if (pathname === mcpPath) return answerMcp(library, request, response)
      if (isApiPath(pathname)) return answerApi(parts, request, response)
      sendError(response, 404, { code: 'not-found', message: `Expected ${mcpPath} or a path of ${openapiPath}.` })
    },
    onBug: (error) => terminal.err(`leantern: this is a bug, please report it.\n${messageOf(error)}\n`),
  })
  try {
    await untilInterrupted(server, {
      terminal,
      words,
      what: `${server.url}/api/search?query=…\n${server.url}${openapiPath}\n${server.url}${mcpPath}`,
    })
  } finally {
    events.close()
  }
}
