import { Command } from 'commander'
import { AppError } from '../errors.ts'
import { consentFor } from '../sources/consent.ts'
import { foundSources } from '../sources/found-sources.ts'
import type { FoundSource } from '../types.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { exitCodes } from './main.ts'
import { consentText, placeLine } from './opt-in.ts'

interface SourcesWords extends LibraryChoice {
  readonly json?: boolean
}

const optInSources = ['mail', 'history'] as const

/** `leantern sources`. */
export function sourcesCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('sources'))
    .description(
      'mail and browser history on this machine, with what is read and kept of them; nothing is read before you agree',
    )
    .option('--json', 'print one JSON object a line')
    .action((words: SourcesWords) =>
      finish(async () => {
        const places = await placesFor(words)
        if (words.json === true) for (const place of places) terminal.out(`${JSON.stringify(place)}\n`)
        else {
          for (const source of optInSources) {
            const own = places.filter((place) => place.source === source)
            if (own.length === 0) continue
            terminal.out(`${consentText(consentFor(source))}\n${own.map(placeLine).join('\n')}\n`)
            terminal.out(`To add these: leantern index --${source}; one of them: leantern index PATH\n\n`)
          }
        }
        return places.length === 0 ? exitCodes.nothingFound : exitCodes.done
      }),
    )
}

/** Also where there is no library yet. */
async function placesFor(words: SourcesWords): Promise<readonly FoundSource[]> {
  try {
    return await withLibrary({ folder: libraryFolder(words), access: 'read' }, (library) => library.foundSources())
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-library') return foundSources([])
    throw error
  }
}
