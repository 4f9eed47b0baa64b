import { Command } from 'commander'
import { findHistory } from '../sources/find-history.ts'
import { findMail } from '../sources/find-mail.ts'
import type { CommandParts } from './command.ts'
import { exitCodes } from './main.ts'

interface SourcesWords {
  readonly json?: boolean
}

/** A place that could be added: what a person knows it by, and where it is. */
interface Place {
  readonly program: string
  readonly name: string
  readonly path: string
}

export function sourcesCommand({ terminal, finish }: CommandParts): Command {
  return new Command('sources')
    .description('mail and browser history on this machine that could be added; nothing of it is read before you do')
    .option('--json', 'print one JSON object a line')
    .action((words: SourcesWords) =>
      finish(async () => {
        const places: readonly Place[] = [...(await findMail()), ...(await findHistory())]
        for (const place of places) terminal.out(words.json === true ? `${JSON.stringify(place)}\n` : lineOf(place))
        return places.length === 0 ? exitCodes.nothingFound : exitCodes.done
      }),
    )
}

function lineOf({ program, name, path }: Place): string {
  return `${program}: ${name}\n    leantern index ${/[^\w@%+=:,./-]/.test(path) ? `"${path}"` : path}\n`
}
