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
import { hasWindow, startWindow, type ServedWindow } from './window.ts'
import { serverOptions, untilInterrupted, withServerOptions, type ServerWords } from './server-options.ts'

interface ServeWords extends LibraryChoice, ServerWords, ModelWords {
  readonly window: boolean
}

/** `leantern serve`. */
export function serveCommand({ terminal, finish, settings }: CommandParts): Command {
  return withModelOptions(
    withServerOptions(
      withLibraryOption(new Command('serve'))
        .description(
          'show the window in a browser, and answer programs on this machine over HTTP: search, read, ask, and the Model Context Protocol; programs can only read',
        )
        .option('--no-window', 'only for programs: without the window, and without keeping the library up to date'),
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
  const parts = { library, events, model: await modelFor(words) }
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
  let window: ServedWindow | null = null
  try {
    window = await windowFor(library, words, terminal)
    await untilInterrupted(server, {
      terminal,
      words,
      ...(window !== null && { window: window.url }),
      what: `${server.url}/api/search?query=…\n${server.url}${openapiPath}\n${server.url}${mcpPath}`,
    })
  } finally {
    events.close()
    await window?.close()
    await server.close()
  }
}

/** null where it is not wanted, or was not built. */
async function windowFor(library: Library, words: ServeWords, terminal: Terminal): Promise<ServedWindow | null> {
  if (!words.window) return null
  if (hasWindow()) return startWindow(library.folder, (event) => terminal.err(`leantern: ${event}\n`))
  terminal.err('The window was not built, so only programs are answered. Build it with: npm run build\n')
  return null
}
