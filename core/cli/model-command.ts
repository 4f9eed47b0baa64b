import { Command } from 'commander'
import type { CatalogueModel } from '../embed/models/catalogue.ts'
import { findModel, listModels, removeModel, type InstalledModel } from '../embed/models/installed-models.ts'
import { knownModels } from '../embed/models/known-models.ts'
import { chooseProvider } from '../embed/providers/choose-provider.ts'
import { AppError } from '../errors.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatBytes, formatCount, formatDuration, plural } from './format.ts'
import { interruption } from './interruption.ts'
import { exitCodes, type Terminal } from './main.ts'
import { addModelCommand } from './model-add-command.ts'
import { stepLine } from './step-line.ts'

/** `leantern model`. */
export function modelCommand(parts: CommandParts): Command {
  return new Command('model')
    .description('the models that turn text into meaning: list, add, use and remove them')
    .addCommand(listModelsCommand(parts))
    .addCommand(addModelCommand(parts))
    .addCommand(useModelCommand(parts))
    .addCommand(removeModelCommand(parts))
}

interface ListWords extends LibraryChoice {
  readonly json?: boolean
}

function listModelsCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('list'))
    .description('the models that are here, and those that can be added by name')
    .option('--json', 'print {"installed","available","library"} as one JSON object')
    .action((words: ListWords) =>
      finish(async () => {
        const installed = await listModels()
        const available = (await knownModels()).filter(({ name }) => !installed.some((model) => model.name === name))
        const library = await modelOfLibrary(words)
        if (words.json === true) terminal.out(`${JSON.stringify({ installed, available, library })}\n`)
        else printModels(terminal, { installed, available, library })
        return exitCodes.done
      }),
    )
}

/** null where there is no library yet. */
async function modelOfLibrary(words: LibraryChoice): Promise<string | null> {
  try {
    return await withLibrary(
      { folder: libraryFolder(words), access: 'read' },
      async (library) => (await library.status()).model,
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-library') return null
    throw error
  }
}

interface Models {
  readonly installed: readonly InstalledModel[]
  readonly available: readonly CatalogueModel[]
  readonly library: string | null
}

function printModels(terminal: Terminal, { installed, available, library }: Models): void {
  const rowOf = ({ name, dimensions, languages, licence }: Omit<InstalledModel, 'kind'>, size: number): string =>
    `${name.padEnd(28)}${`${dimensions} dimensions`.padEnd(18)}${languages.join(' ').padEnd(8)}${licence.padEnd(14)}${size === 0 ? '' : formatBytes(size)}`
  terminal.out('Installed\n')
  for (const model of installed) {
    terminal.out(
      `${model.name === library ? '* ' : '  '}${rowOf(model, model.kind === 'endpoint' ? 0 : model.bytes)}\n`,
    )
  }
  if (library !== null) terminal.out('* the model of your library\n')
  if (available.length === 0) return
  terminal.out('\nTo be had: leantern model add NAME\n')
  for (const { files, ...model } of available) {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    terminal.out(
      `  ${rowOf({ ...model, bytes, fingerprint: '', source: '', folder: '' }, bytes)}\n    ${model.summary}\n`,
    )
  }
}

function useModelCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('use'))
    .description('give the library another model; the old one answers until every chunk is embedded anew')
    .argument('<name>', 'an installed model')
    .option('--json', 'print what was done as one JSON object')
    .action((name: string, words: ListWords) => finish(() => runUse(name, words, terminal)))
}

async function runUse(name: string, words: ListWords, terminal: Terminal): Promise<number> {
  const interrupt = interruption()
  try {
    const model = await findModel(name)
    if (model.kind === 'onnx') await chooseProvider(model, { signal: interrupt.signal })
    return await withLibrary({ folder: libraryFolder(words), access: 'write', mayLackModel: true }, async (library) => {
      const line = stepLine(terminal)
      const summary = await library.switchModel(name, {
        signal: interrupt.signal,
        onProgress: ({ done, total }) => line.show('Embedding chunks', done, total),
      })
      line.end()
      const { model, embedded, resumed, stale, elapsedMs, cancelled } = summary
      if (words.json === true) terminal.out(`${JSON.stringify(summary)}\n`)
      else {
        const earlier = resumed === 0 ? '' : `, ${formatCount(resumed)} by an earlier run`
        terminal.out(
          `${plural(embedded, 'chunk')} embedded${earlier} in ${formatDuration(elapsedMs)}. The library's model: ${model}\n`,
        )
        if (stale > 0) terminal.out(`${plural(stale, 'chunk')} of files that changed; the next index run reads them\n`)
      }
      if (cancelled)
        terminal.err('Interrupted; the library has its old model. The same command goes on where it stopped.\n')
      return cancelled ? exitCodes.interrupted : exitCodes.done
    })
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    terminal.err('Interrupted; the library has its old model.\n')
    return exitCodes.interrupted
  } finally {
    interrupt.end()
  }
}

function removeModelCommand({ terminal, finish }: CommandParts): Command {
  return new Command('remove')
    .description('delete an added model; libraries that were made with it need it to be searched')
    .argument('<name>', 'an installed model')
    .option('--json', 'print what was removed as one JSON object')
    .action((name: string, words: { readonly json?: boolean }) =>
      finish(async () => {
        const { name: removed, bytes } = await removeModel(name)
        terminal.out(
          words.json === true
            ? `${JSON.stringify({ removed, bytes })}\n`
            : `Removed ${removed}, ${formatBytes(bytes)}.\n`,
        )
        return exitCodes.done
      }),
    )
}
