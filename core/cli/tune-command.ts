import { Command } from 'commander'
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import type { Judgement } from '../search/feedback/feedback.ts'
import type { Tuning } from '../search/feedback/tune.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural, printable } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface JudgeWords extends LibraryChoice {
  readonly part: string
  readonly undo?: boolean
  readonly list?: boolean
  readonly json?: boolean
}

/** `leantern judge`. */
export function judgeCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('judge'))
    .description('say which document was it, for a query: what tune learns from; kept in the library, never sent')
    .argument('[query]', 'as it was searched for')
    .argument('[path]', "the right document's file")
    .option('--part <name>', 'which of the documents in the file it is', '')
    .option('--undo', 'take it back: that the document was it for the query, and that it was opened for it')
    .option('--list', 'what was said to be it, by query')
    .option('--json', 'print {"judged"} as one JSON object')
    .action((query: string | undefined, path: string | undefined, { json, ...words }: JudgeWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
          const { text, code, ...more } =
            words.list === true ? listed(library) : await judged(library, { ...words, ...asked(query, path) })
          const count = library.feedback.judgements().length
          const counted = `${plural(count, 'search', 'searches')} judged.\n`
          terminal.out(json === true ? `${JSON.stringify({ judged: count, ...more })}\n` : `${text}${counted}`)
          return code
        }),
      ),
    )
}

/** What `judge` did: a line for a person, and what is said of it as JSON. */
interface Told {
  readonly text: string
  readonly code: number
  readonly undone?: boolean
  readonly judgements?: readonly Judgement[]
}

function asked(query: string | undefined, path: string | undefined): { readonly query: string; readonly path: string } {
  if (query !== undefined && path !== undefined) return { query, path }
  throw new AppError('bad-request', 'Expected a query and a file, or --list.')
}

function listed({ feedback }: Library): Told {
  const judgements = feedback.judgements()
  const lines = judgements.map(
    ({ query, path, part }) => `${printable(query)}\n    ${printable(part === '' ? path : `${path} # ${part}`)}\n`,
  )
  return { text: lines.join(''), code: exitCodes.done, judgements }
}

async function judged(
  library: Library,
  { query, path, part, undo }: JudgeWords & { readonly query: string; readonly path: string },
): Promise<Told> {
  const file = await realpath(path).catch(() => resolve(path))
  if (undo === true) {
    const undone = library.feedback.takeBack({ query, path: file, part })
    const text = undone ? 'Taken back. ' : 'Nothing was told of it for this query. '
    return { text, code: undone ? exitCodes.done : exitCodes.nothingFound, undone }
  }
  // Fails where the library has no such document.
  await library.text({ path: file, part })
  library.feedback.judged({ query, path: file, part }, Date.now())
  return { text: '', code: exitCodes.done }
}

interface TuneWords extends LibraryChoice {
  readonly json?: boolean
  readonly reset?: boolean
}

/** `leantern tune`. */
export function tuneCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('tune'))
    .description('set what meaning counts beside words on the searches you judged, and show what it changes')
    .option('--reset', 'forget what was opened, judged and tuned')
    .option('--json', 'print it as one JSON object')
    .action(({ json, reset, ...choice }: TuneWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(choice), access: 'read' }, async (library) => {
          if (reset === true) {
            library.feedback.reset()
            if (json === true) terminal.out(`${JSON.stringify({ undone: true })}\n`)
            else terminal.out('Forgotten: what was opened, judged and tuned.\n')
            return exitCodes.done
          }
          const tuning = await library.tune()
          if (json === true) terminal.out(`${JSON.stringify(tuning)}\n`)
          else print(tuning, terminal)
          return exitCodes.done
        }),
      ),
    )
}

function print({ queries, before, after, isBetter }: Tuning, terminal: Terminal): void {
  terminal.out(`${queries} judged searches, nDCG@10\n`)
  terminal.out(`    before: meaning counts ${before.weight}  ${before.score.toFixed(3)}\n`)
  terminal.out(
    `    after:  meaning counts ${after.weight}  ${after.score.toFixed(3)} (on searches it was not chosen on)\n`,
  )
  terminal.out(isBetter ? 'Kept.\n' : 'No better beyond chance: all stays as it is.\n')
}
