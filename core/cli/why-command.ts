import { Command } from 'commander'
import { resolve } from 'node:path'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { exitCodes } from './main.ts'

interface WhyWords extends LibraryChoice {
  readonly json?: boolean
}

/** `leantern why`. */
export function whyCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('why'))
    .description('why a file or folder is found, or is not: the rule, the error, or its place in the queue')
    .argument('<path>', 'file or folder')
    .option('--json', 'print it as one JSON object')
    .action((path: string, words: WhyWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
          const answer = await library.why(resolve(path))
          terminal.out(words.json === true ? `${JSON.stringify(answer)}\n` : `${answer.path}\n    ${answer.message}\n`)
          return answer.verdict === 'indexed' ? exitCodes.done : exitCodes.nothingFound
        }),
      ),
    )
}
