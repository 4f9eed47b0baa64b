import { Command } from 'commander'
import { absoluteAsked } from '../asked-place.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { placeOf } from './list-command.ts'
import { exitCodes } from './main.ts'

interface WhyWords extends LibraryChoice {
  readonly json?: boolean
}

/** `leantern why`. */
export function whyCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('why'))
    .description('why something is found, or is not: the rule, the error, or its place in the queue')
    .argument('<path>', 'file or folder; \'FILE # PART\', as "leantern list" prints it; the address of a page')
    .option('--json', 'print it as one JSON object')
    .action((path: string, words: WhyWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
          const answer = await library.why(absoluteAsked(path))
          terminal.out(
            words.json === true ? `${JSON.stringify(answer)}\n` : `${placeOf(answer)}\n    ${answer.message}\n`,
          )
          return answer.verdict === 'indexed' ? exitCodes.done : exitCodes.nothingFound
        }),
      ),
    )
}
