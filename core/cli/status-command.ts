import { Command } from 'commander'
import { ocrProblem } from '../text/formats/ocr.ts'
import type { LibraryStatus } from '../types.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatBytes, formatCount, formatShare, plural } from './format.ts'
import { exitCodes } from './main.ts'

interface StatusWords extends LibraryChoice {
  readonly json?: boolean
}

/** `leantern status`. */
export function statusCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('status'))
    .description('what the library holds and what it weighs')
    .option('--json', 'print it as one JSON object')
    .action((words: StatusWords) =>
      finish(() =>
        withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
          const status = await library.status()
          terminal.out(
            words.json === true ? `${JSON.stringify(status)}\n` : statusText(library.folder, library.roots(), status),
          )
          const { isOn, languages } = library.reading().ocr
          const problem = isOn ? ocrProblem(languages) : null
          if (problem !== null) terminal.err(`${problem.text}\n`)
          return exitCodes.done
        }),
      ),
    )
}

function statusText(folder: string, roots: readonly string[], status: LibraryStatus): string {
  const { bytes, share } = status
  const part = (name: string, size: number): [string, string] => [`  ${name}`, formatBytes(size)]
  const rows: [string, string][] = [
    ['Library', folder],
    ...roots.map((root, i): [string, string] => [i === 0 ? 'Folders' : '', root]),
    ['Documents', formatCount(status.documents)],
    ['Chunks', formatCount(status.chunks)],
    ['Text', `${formatBytes(status.textBytes)} from ${formatBytes(status.sourceBytes)} of files`],
    ...status.sources.flatMap(({ source, documents, textBytes, cacheBytes, cachePolicy }): [string, string][] => [
      [
        `  ${source}`,
        `${plural(documents, 'document')}, ${formatBytes(textBytes)}${cacheBytes === 0 ? '' : `, kept in ${formatBytes(cacheBytes)}`}`,
      ],
      ['', cachePolicy],
    ]),
    ['Semantic index', `${formatBytes(bytes.semantic)}, ${formatShare(share.semantic)} of the text`],
    part('codes', bytes.codes),
    part('chunk map', bytes.chunkMap),
    ['Catalogue', formatBytes(bytes.catalogue)],
    ['Text cache', formatBytes(bytes.textCache)],
    ['On disk', `${formatBytes(bytes.total)}, ${formatShare(share.total)} of the text`],
    ['Not readable', `${formatCount(status.errors)}${status.errors > 0 ? '   (leantern list --errors)' : ''}`],
    ['Waiting', formatCount(status.pending)],
    ['Model', status.model],
  ]
  return rows.map(([name, value]) => `${name.padEnd(16)}${value}\n`).join('')
}
