import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { catalogue } from '../embed/models/catalogue.ts'
import type { InstallParts, NetworkQuestion } from '../embed/models/fetch-file.ts'
import { installByName, installEndpoint, installFromFolder, installFromHub } from '../embed/models/install.ts'
import { listModels, removeModel, type InstalledModel } from '../embed/models/installed-models.ts'
import { chooseProvider } from '../embed/providers/choose-provider.ts'
import { AppError } from '../errors.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatBytes, formatCount, formatDuration, plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'
import { stepLine } from './step-line.ts'

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
        const available = catalogue.filter(({ name }) => !installed.some((model) => model.name === name))
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
  readonly available: typeof catalogue
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

interface AddWords {
  readonly name?: string
  readonly yes?: boolean
  readonly openai?: string
  readonly ollama?: string
  readonly keyFrom?: string
  readonly queryPrefix?: string
  readonly passagePrefix?: string
  readonly languages?: readonly string[]
}

const addHelp = `
Examples:
  leantern model add multilingual-e5-small --yes
  leantern model add ./my-model                          a folder with model.onnx, tokenizer.json, config.json
  leantern model add https://huggingface.co/OWNER/NAME --yes
  leantern model add http://localhost:11434 --ollama nomic-embed-text
  leantern model add https://api.openai.com/v1 --openai text-embedding-3-small --key-from OPENAI_API_KEY --yes

The key itself is never stored: it is read from the variable each time.
`

function addModelCommand({ terminal, finish }: CommandParts): Command {
  return new Command('add')
    .description('add a model by its name, from a folder, from a hub, or one that a server runs')
    .argument('<what>', 'a name from the list, a folder, or an address')
    .option('--name <name>', 'what to call it')
    .option('--openai <model>', 'the address is that of an OpenAI-compatible server with this model')
    .option('--ollama <model>', 'the address is that of an Ollama server with this model')
    .option('--key-from <variable>', "the environment variable that holds the server's key")
    .option('--query-prefix <text>', 'what the model wants in front of a question')
    .option('--passage-prefix <text>', 'what the model wants in front of a passage')
    .option('--languages <codes...>', 'two-letter codes of the languages it reads, or mul for about all')
    .option('--yes', 'agree to the download, or to texts being sent')
    .addHelpText('after', addHelp)
    .action((what: string, words: AddWords) => finish(() => runAdd(what, words, terminal)))
}

async function runAdd(what: string, words: AddWords, terminal: Terminal): Promise<number> {
  const line = stepLine(terminal)
  const interrupt = interruption()
  const parts: InstallParts = {
    consent: (question) => consent(question, words),
    onProgress: ({ file, bytes, total }) => line.show(`Downloading ${file}, bytes`, bytes, total ?? bytes),
    signal: interrupt.signal,
  }
  try {
    const model = await add(what, words, parts)
    const { name, dimensions, maxTokens } = model
    line.end()
    terminal.out(`Added ${name}: ${dimensions} dimensions, ${formatCount(maxTokens)} tokens a passage.\n`)
    if (model.kind === 'onnx') await sayProvider(model, interrupt.signal, terminal)
    terminal.out(`Use it for your library: leantern model use ${name}\n`)
    return exitCodes.done
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    line.end()
    terminal.err('Interrupted. The same command goes on where it stopped.\n')
    return exitCodes.interrupted
  } finally {
    interrupt.end()
  }
}

/** What runs it here is found out once, now that nobody waits for an answer. */
async function sayProvider(model: InstalledModel, signal: AbortSignal, terminal: Terminal): Promise<void> {
  const onProgress = (provider: string): void => terminal.err(`Trying ${provider} …\n`)
  const { chosen, rows } = await chooseProvider(model, { signal, onProgress })
  const speed = rows.find(({ provider }) => provider === chosen)?.chunksPerSecond ?? 0
  terminal.out(
    `It runs on ${chosen}, about ${formatCount(Math.round(speed))} short passages a second (leantern providers --model ${model.name}).\n`,
  )
}

function add(what: string, words: AddWords, parts: InstallParts): Promise<InstalledModel> {
  const { name, openai, ollama, keyFrom: keyVariable, queryPrefix, passagePrefix } = words
  const languages = words.languages === undefined ? undefined : [...words.languages]
  const wishes = definedOf({ name, queryPrefix, passagePrefix, languages })
  if (openai !== undefined && ollama !== undefined) {
    throw new AppError('bad-request', 'Expected --openai or --ollama, got both.')
  }
  const model = openai ?? ollama
  if (model !== undefined) {
    const protocol = openai === undefined ? 'ollama' : 'openai'
    return installEndpoint({ protocol, url: what, model, ...definedOf({ keyVariable }), ...wishes }, parts)
  }
  if (/^https?:\/\//u.test(what)) return installFromHub(what, parts, wishes)
  if (/[/\\]|^\.+$/u.test(what) || existsSync(what)) return installFromFolder(resolve(what), parts, wishes)
  return installByName(what, parts)
}

/** Without the keys that are undefined. */
function definedOf<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // The entries left are those of T that have a value.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function consent({ host, kind, bytes }: NetworkQuestion, { yes }: AddWords): Promise<boolean> {
  if (yes === true) return Promise.resolve(true)
  const size = bytes === null ? '' : ` about ${formatBytes(bytes)}`
  const what = kind === 'download' ? `download${size} from ${host}` : `send texts of your documents to ${host}`
  throw new AppError('bad-request', `This would ${what}. Run it again with --yes if you agree.`)
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
  } finally {
    interrupt.end()
  }
}

function removeModelCommand({ terminal, finish }: CommandParts): Command {
  return new Command('remove')
    .description('delete an added model; libraries that were made with it need it to be searched')
    .argument('<name>', 'an installed model')
    .action((name: string) =>
      finish(async () => {
        const { name: removed, bytes } = await removeModel(name)
        terminal.out(`Removed ${removed}, ${formatBytes(bytes)}.\n`)
        return exitCodes.done
      }),
    )
}

/** A signal that Ctrl-C aborts, until `end`. */
function interruption(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  return { signal: controller.signal, end: () => void process.off('SIGINT', stop).off('SIGTERM', stop) }
}
