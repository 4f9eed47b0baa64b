import { Command } from 'commander'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { shareLibrary } from '../resident/share-library.ts'
import type { IndexSummary } from '../types.ts'
import { LibraryWatcher, type WatchedChange } from '../watching/library-watcher.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'
import { progressLine } from './progress-line.ts'

interface WatchWords extends LibraryChoice {
  readonly json?: boolean
}

interface Output {
  readonly terminal: Terminal
  readonly isJson: boolean
}

/** `leantern watch`. */
export function watchCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('watch'))
    .description('read what is new or changed, then go on doing so whenever something changes, until Ctrl-C')
    .option('--json', 'print what was done as one JSON object a line, for each batch of changes')
    .action((words: WatchWords) => finish(() => runWatch(words, terminal)))
}

async function runWatch(words: WatchWords, terminal: Terminal): Promise<number> {
  const interrupt = new AbortController()
  const stop = (): void => interrupt.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await withLibrary(
      { folder: libraryFolder(words), access: 'write', mustExist: true, isInBackground: true },
      async (library) => {
        if (library.roots().length === 0) {
          const advice = 'Try: leantern index ~/Documents'
          throw new AppError('bad-request', `Expected a library with folders to watch, got one without any. ${advice}`)
        }
        return watchUntil(interrupt.signal, library, { terminal, isJson: words.json === true })
      },
    )
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

/** The watcher's own first run reads everything; what it does not come to the end of is not whole. */
async function watchUntil(signal: AbortSignal, library: Library, { terminal, isJson }: Output): Promise<number> {
  let told: readonly string[] = []
  const watcher = new LibraryWatcher({
    library,
    index: (change) => takeUp(library, change, { terminal, isJson, signal }),
    onTrouble(troubles) {
      const texts = troubles.map(({ text }) => text)
      for (const text of texts) if (!told.includes(text)) terminal.err(`${text}\n`)
      told = texts
    },
    log: () => {},
  })
  const door = await shareLibrary({
    library,
    onContents: () => void watcher.updateRoots(),
  })
  const isOver = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
  await Promise.race([watcher.updateRoots(), isOver])
  const isWhole = !signal.aborted
  if (isWhole) terminal.err(`Watching ${plural(watcher.folders, 'folder')}; Ctrl-C ends it.\n`)
  await isOver
  await door.close()
  await watcher.close()
  return isWhole ? exitCodes.done : exitCodes.interrupted
}

/** Indexes and prints one line where something was done. */
async function takeUp(
  library: Library,
  change: WatchedChange,
  { terminal, isJson, signal }: Output & { readonly signal: AbortSignal },
): Promise<void> {
  const line = progressLine(terminal)
  // Some folders are read before a line about it could be.
  const isShown = terminal.isInteractive && change.folders === undefined
  try {
    const summary = await library.index({ ...change, signal, onProgress: isShown ? line.show : () => {} })
    line.end()
    const text = summaryText(summary)
    if (text !== null) terminal.out(`${isJson ? JSON.stringify(summary) : text}\n`)
  } catch (error) {
    line.end()
    if (!(error instanceof AppError)) throw error
    // A folder that is not there is told as a trouble and looked for; whatever else goes wrong may be gone with the next change.
    if (error.code !== 'not-found') terminal.err(`${error.message}\n`)
  }
}

/** '3 new, 1 changed, 0 removed'; null where nothing was done. */
function summaryText({ added, changed, removed, failed }: IndexSummary): string | null {
  if (added + changed + removed + failed === 0) return null
  const unreadable = failed === 0 ? '' : `, ${failed} not readable`
  return `${added} new, ${changed} changed, ${removed} removed${unreadable}`
}
