import { Command } from 'commander'
import { defaultLibraryFolder, namedLibraries, namedLibraryFolder } from '../default-library.ts'
import type { CommandParts } from './command.ts'
import { exitCodes } from './main.ts'

/** `leantern libraries`. */
export function librariesCommand({ terminal, finish }: CommandParts): Command {
  return new Command('libraries')
    .description('your libraries by name; make one with: leantern build NAME --docs FOLDER')
    .option('--json', 'print one JSON object a line: name (null for the default), folder')
    .action(({ json }: { json?: boolean }) =>
      finish(async () => {
        const named = namedLibraries().map((name) => ({ name, folder: namedLibraryFolder(name) }))
        const all = [{ name: null, folder: defaultLibraryFolder() }, ...named]
        for (const library of all) {
          const line = `${(library.name ?? '(default)').padEnd(20)} ${library.folder}`
          terminal.out(`${json === true ? JSON.stringify(library) : line}\n`)
        }
        return exitCodes.done
      }),
    )
}
