import { Command } from 'commander'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { exitCodes } from './main.ts'

export function mcpCommand({ finish }: CommandParts): Command {
  return withLibraryOption(new Command('mcp'))
    .description('answer an agent over the Model Context Protocol on standard input and output; it can only read')
    .action((words: LibraryChoice) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
          // Loaded by the command that needs it: the protocol's package would make every other one start later.
          const { serveStdio } = await import('../mcp/stdio.ts')
          await serveStdio(library)
          return exitCodes.done
        }),
      ),
    )
}
