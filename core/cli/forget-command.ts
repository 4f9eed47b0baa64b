import { Command } from 'commander'
import { askedPlace } from '../asked-place.ts'
import { AppError } from '../errors.ts'
import { sourceNames, type ForgetSummary, type ForgetWhat, type SourceName } from '../types.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatBytes, plural } from './format.ts'
import { exitCodes } from './main.ts'

interface ForgetWords extends LibraryChoice {
  readonly sender?: string
  readonly site?: string
  readonly source?: string
  readonly since?: string
  readonly until?: string
  readonly undo?: boolean
  readonly json?: boolean
}

const examples = `
Examples:
  leantern forget ~/Documents/diary                        a folder or a file
  leantern forget --sender anna@example.org                what came from an address
  leantern forget --site example.org                       pages of a host and those below it
  leantern forget --source history                         all of a source: folder, mail, history, chat, notes
  leantern forget --since 2024-06-03T10:00 --until 2024-06-03T11:00
  leantern forget --undo --sender anna@example.org         what was forgotten may come back with the next run

The files themselves stay.
`

/** `leantern forget`. */
export function forgetCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('forget'))
    .description('remove documents from every file of the library, for good, and make sure that nothing finds them')
    .argument('[path]', 'a file or folder')
    .option('--sender <address>', 'what came from this address')
    .option('--site <host>', 'pages of this host and those below it')
    .option('--source <name>', `all documents of a source: ${sourceNames.join(', ')}`)
    .option('--since <date>', 'documents from this date on; with --until a time in between')
    .option('--until <date>', 'documents before this date')
    .option('--undo', 'instead let what was forgotten come back')
    .option('--json', 'print what was done as one JSON object')
    .addHelpText('after', examples)
    .action((path: string | undefined, words: ForgetWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'write', mustExist: true }, async (library) => {
          const what = whatOf(path, words)
          if (words.undo === true) {
            await library.remember(what)
            if (words.json === true) terminal.out(`${JSON.stringify({ undone: true })}\n`)
            else terminal.out('It may come back: leantern index reads it again.\n')
            return exitCodes.done
          }
          const summary = await library.forget(what)
          terminal.out(words.json === true ? `${JSON.stringify(summary)}\n` : textOf(summary))
          return exitCodes.done
        }),
      ),
    )
}

/** @throws AppError `bad-request` unless exactly one thing is meant */
function whatOf(path: string | undefined, { sender, site, source, since, until }: ForgetWords): ForgetWhat {
  const all: ForgetWhat[] = []
  if (path !== undefined) all.push({ kind: 'path', path: pathOf(path) })
  if (sender !== undefined) all.push({ kind: 'sender', address: sender })
  if (site !== undefined) all.push({ kind: 'site', host: site })
  if (source !== undefined) all.push({ kind: 'source', source: sourceOf(source) })
  if (since !== undefined || until !== undefined) all.push(timeOf(since, until))
  if (all.length === 1) return all[0]
  const got = all.length === 0 ? 'nothing' : all.map(({ kind }) => kind).join(' and ')
  throw new AppError(
    'bad-request',
    `Expected one thing to forget (a path, a sender, a site, a source or a time), got ${got}.`,
  )
}

/** @throws AppError `bad-request` for a document in a file, or a page */
function pathOf(asked: string): string {
  const place = askedPlace(asked)
  if (place.kind === 'path') return place.path
  const instead = place.kind === 'page' ? 'Pages are forgotten by their host: --site.' : `All of it: ${place.path}`
  throw new AppError('bad-request', `Expected a file or a folder, got ${wordOf[place.kind]}. ${instead}`)
}

const wordOf = { page: 'a page of the web', part: 'one of the documents in a file' } as const

function timeOf(from: string | undefined, to: string | undefined): ForgetWhat {
  const [since, until] = [dateOf(from), dateOf(to)]
  if (since === null || until === null || since < until) return { kind: 'time', since, until }
  throw new AppError('bad-request', `Expected --since before --until, got ${from} and ${to}.`)
}

function sourceOf(name: string): SourceName {
  const source = sourceNames.find((known) => known === name)
  if (source !== undefined) return source
  throw new AppError('bad-request', `Expected a source (${sourceNames.join(', ')}), got "${name}".`)
}

/** Milliseconds of a local date or time; null for none. */
function dateOf(text: string | undefined): number | null {
  if (text === undefined) return null
  // A date without a time is midnight here, not in Greenwich.
  const ms = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text)
  if (!Number.isNaN(ms)) return ms
  throw new AppError('bad-request', `Expected a date such as 2024-06-03 or 2024-06-03T10:00, got "${text}".`)
}

function textOf({ documents, chunks, textBytes, searches, filesRead }: ForgetSummary): string {
  const gone = `${plural(documents, 'document')} (${plural(chunks, 'chunk')}, ${formatBytes(textBytes)} of text) left the library.\n`
  return `${gone}${plural(searches, 'search', 'searches')} for them found nothing, and ${plural(filesRead, 'file')} of the library hold no trace.\n`
}
