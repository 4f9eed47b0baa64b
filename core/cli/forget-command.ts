import { Command } from 'commander'
import { askedPlace } from '../asked-place.ts'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import {
  sourceNames,
  type ForgetSummary,
  type ForgetWhat,
  type ForgottenList,
  type RememberWhat,
  type SourceName,
} from '../types.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatBytes, plural, printable } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface ForgetWords extends LibraryChoice {
  readonly sender?: string
  readonly site?: string
  readonly source?: string
  readonly since?: string
  readonly until?: string
  readonly undo?: boolean
  readonly id?: string
  readonly list?: boolean
  readonly json?: boolean
}

const examples = `
Examples:
  leantern forget ~/Documents/diary                        a folder or a file
  leantern forget "$HOME/Mail/Inbox # 0-345"               one message or member alone, as leantern list prints it
  leantern forget https://example.org/page                 a page of the web, in the histories of all browsers
  leantern forget --sender anna@example.org                what came from an address
  leantern forget --site example.org                       pages of a host and those below it
  leantern forget --source history                         all of a source: folder, mail, history, chat, notes
  leantern forget --since 2024-06-03T10:00 --until 2024-06-03T11:00
  leantern forget --undo --sender anna@example.org         what was forgotten may come back with the next run
  leantern forget --list                                   what was forgotten

The files themselves stay.
`

/** `leantern forget`. */
export function forgetCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('forget'))
    .description('remove documents from every file of the library, for good, and make sure that nothing finds them')
    .argument('[path]', 'a file, a folder, one of the documents in a file (FILE # PART), or the address of a page')
    .option('--sender <address>', 'what came from this address')
    .option('--site <host>', 'pages of this host and those below it')
    .option('--source <name>', `all documents of a source: ${sourceNames.join(', ')}`)
    .option('--since <date>', 'documents from this date on; with --until a time in between')
    .option('--until <date>', 'documents before this date')
    .option('--undo', 'instead let what was forgotten come back')
    .option('--id <id>', 'with --undo: a document in a file, by its id in the list')
    .option('--list', 'instead print what was forgotten')
    .option('--json', 'print what was done, or the list, as one JSON object')
    .addHelpText('after', examples)
    .action((path: string | undefined, words: ForgetWords) =>
      finish(async () => {
        if (words.list === true) return list(path, words, terminal)
        return withLibrary({ folder: libraryFolder(words), access: 'write', mustExist: true }, (library) =>
          words.undo === true ? undo(library, path, words, terminal) : forget(library, path, words, terminal),
        )
      }),
    )
}

async function forget(
  library: Library,
  path: string | undefined,
  words: ForgetWords,
  terminal: Terminal,
): Promise<number> {
  if (words.id !== undefined)
    throw new AppError('bad-request', 'Expected --undo beside --id: an id is of what was forgotten.')
  const summary = await library.forget(one(asked(path, words)))
  terminal.out(words.json === true ? `${JSON.stringify(summary)}\n` : textOf(summary))
  return exitCodes.done
}

async function undo(
  library: Library,
  path: string | undefined,
  words: ForgetWords,
  terminal: Terminal,
): Promise<number> {
  const listedOne = words.id === undefined ? [] : [listed(library, words.id)]
  await library.remember(one([...listedOne, ...asked(path, words)]))
  terminal.out(
    words.json === true
      ? `${JSON.stringify({ undone: true })}\n`
      : 'It may come back: leantern index reads it again.\n',
  )
  return exitCodes.done
}

/** All that the words mean. */
function asked(path: string | undefined, { sender, site, source, since, until }: ForgetWords): ForgetWhat[] {
  const all: ForgetWhat[] = []
  if (path !== undefined) all.push(placeOf(path))
  if (sender !== undefined) all.push({ kind: 'sender', address: sender })
  if (site !== undefined) all.push({ kind: 'site', host: site })
  if (source !== undefined) all.push({ kind: 'source', source: sourceOf(source) })
  if (since !== undefined || until !== undefined) all.push(timeOf(since, until))
  return all
}

/** @throws AppError `bad-request` unless exactly one thing is meant */
function one<What extends RememberWhat>(all: readonly What[]): What {
  if (all.length === 1) return all[0]
  const got = all.length === 0 ? 'nothing' : all.map(({ kind }) => kind).join(' and ')
  throw new AppError(
    'bad-request',
    `Expected one thing to forget (a path, a page, a sender, a site, a source or a time), got ${got}.`,
  )
}

function placeOf(asked: string): ForgetWhat {
  const place = askedPlace(asked)
  if (place.kind === 'path') return place
  if (place.kind === 'part') return { kind: 'document', path: place.path, part: place.part }
  return { kind: 'page', address: place.url }
}

/** @throws AppError `not-found`; `bad-request` where several ids begin so */
function listed(library: Library, id: string): RememberWhat {
  const found = library.forgotten().documents.filter((one) => one.id.startsWith(id))
  if (found.length === 1) return { kind: 'listed', id: found[0].id }
  if (found.length === 0) throw new AppError('not-found', `Expected an id of leantern forget --list, got "${id}".`)
  throw new AppError('bad-request', `Expected more of the id: ${found.length} begin with "${id}".`)
}

function list(path: string | undefined, words: ForgetWords, terminal: Terminal): Promise<number> {
  const beside: string[] = asked(path, words).map(({ kind }) => kind)
  if (words.undo === true) beside.push('--undo')
  if (words.id !== undefined) beside.push('--id')
  if (beside.length > 0)
    throw new AppError('bad-request', `Expected --list alone, got ${beside.join(' and ')} beside it.`)
  return withLibrary({ folder: libraryFolder(words), access: 'read', mustExist: true }, async (library) => {
    const forgotten = library.forgotten()
    terminal.out(words.json === true ? `${JSON.stringify(forgotten)}\n` : listText(forgotten))
    return exitCodes.done
  })
}

function listText({ senders, sites, paths, sources, times, documents }: ForgottenList): string {
  const counts = [
    plural(paths, 'file or folder', 'files or folders'),
    plural(senders, 'sender'),
    plural(sites, 'site'),
    plural(documents.length, 'document in a file', 'documents in files'),
  ]
  const lines = [
    `${counts.join(', ')}. Of names only a fingerprint is kept.`,
    ...sources.map((source) => `source ${source}`),
    ...times.map(({ since, until }) => `time ${dateText(since)} to ${dateText(until)}`),
    ...documents.map(({ id, path, at }) => `${id.slice(0, 12)}  ${dateText(at)}  ${printable(path)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** '…' for no date. */
function dateText(ms: number | null): string {
  return ms === null ? '…' : new Date(ms).toISOString()
}

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
