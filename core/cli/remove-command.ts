import { Command } from 'commander'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes } from './main.ts'

interface RemoveWords extends LibraryChoice {
  readonly json?: boolean
}

/** `leantern remove`. */
export function removeCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('remove'))
    .description('forget a folder, or the documents at and below a path; the files themselves stay')
    .argument('<path>', 'folder or file')
    .option('--json', 'print {"documents"} as one JSON object')
    .action((path: string, words: RemoveWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'write', mustExist: true }, async (library) => {
          const documents = await library.remove(path)
          if (words.json === true) terminal.out(`${JSON.stringify({ documents })}\n`)
          else terminal.out(`${plural(documents, 'document')} left the library.\n`)
          return exitCodes.done
        }),
      ),
    )
}
