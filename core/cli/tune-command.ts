import { Command } from 'commander'
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Tuning } from '../search/feedback/tune.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface JudgeWords extends LibraryChoice {
  readonly part: string
  readonly json?: boolean
}

/** `leantern judge`. */
export function judgeCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('judge'))
    .description('say which document was it, for a query: what tune learns from; kept in the library, never sent')
    .argument('<query>', 'as it was searched for')
    .argument('<path>', "the right document's file")
    .option('--part <name>', 'which of the documents in the file it is', '')
    .option('--json', 'print {"judged"} as one JSON object')
    .action((query: string, path: string, { part, json, ...choice }: JudgeWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(choice), access: 'read' }, async (library) => {
          const file = await realpath(path).catch(() => resolve(path))
          // Fails where the library has no such document.
          await library.text({ path: file, part })
          library.feedback.judged({ query, path: file, part }, Date.now())
          const judged = library.feedback.judgements().length
          terminal.out(
            json === true ? `${JSON.stringify({ judged })}\n` : `${plural(judged, 'search', 'searches')} judged.\n`,
          )
          return exitCodes.done
        }),
      ),
    )
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
  terminal.out(isBetter ? 'Kept.\n' : 'No better: all stays as it is.\n')
}
