import { Command } from 'commander'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes } from './main.ts'

export function removeCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('remove'))
    .description('forget a folder, or the documents at and below a path; the files themselves stay')
    .argument('<path>', 'folder or file')
    .action((path: string, words: LibraryChoice) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'write', mustExist: true }, async (library) => {
          const count = await library.remove(path)
          terminal.out(`${plural(count, 'document')} left the library.\n`)
          return exitCodes.done
        }),
      ),
    )
}
