import { Command } from 'commander'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatBytes, plural, printable } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'
import type { Library } from '../library.ts'

interface ListWords extends LibraryChoice {
  readonly errors?: boolean
  readonly pending?: boolean
  readonly json?: boolean
}

/** `leantern list`. */
export function listCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('list'))
    .description('the documents in the library')
    .option('--errors', 'instead the files that could not be read, and why')
    .option('--pending', 'instead the files that wait to be read')
    .option('--json', 'print one JSON object a line')
    .action((words: ListWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) =>
          list(library, words, terminal),
        ),
      ),
    )
}

function list(library: Library, words: ListWords, terminal: Terminal): number {
  let count = 0
  for (const [entry, line] of linesOf(library, words)) {
    terminal.out(`${words.json === true ? JSON.stringify(entry) : printable(line)}\n`)
    count++
  }
  return count === 0 ? exitCodes.nothingFound : exitCodes.done
}

function* linesOf(library: Library, { errors, pending }: ListWords): Generator<[object, string]> {
  if (errors === true) {
    for (const problem of library.problems())
      yield [problem, `${placeOf(problem)}\n    ${problem.code}: ${problem.message}`]
  } else if (pending === true) {
    for (const path of library.pending()) yield [{ path }, path]
  } else {
    for (const document of library.documents()) {
      const { title, kind, chunks, textBytes } = document
      yield [
        document,
        `${placeOf(document)}\n    ${title}  (${kind}, ${plural(chunks, 'chunk')}, ${formatBytes(textBytes)} of text)`,
      ]
    }
  }
}

/** A file's path; of a document in a file, its part as well. */
export function placeOf({ path, part = '' }: { readonly path: string; readonly part?: string }): string {
  return part === '' ? path : `${path} # ${part}`
}
