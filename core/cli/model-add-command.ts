import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import type { InstallParts, NetworkQuestion } from '../embed/models/fetch-file.ts'
import { installByName, installEndpoint, installFromFolder, installFromHub } from '../embed/models/install.ts'
import type { InstalledModel } from '../embed/models/installed-models.ts'
import { chooseProvider } from '../embed/providers/choose-provider.ts'
import { AppError } from '../errors.ts'
import type { CommandParts } from './command.ts'
import { formatBytes, formatCount, formatRate } from './format.ts'
import { interruption } from './interruption.ts'
import { exitCodes, type Terminal } from './main.ts'
import { stepLine } from './step-line.ts'

interface AddWords {
  readonly name?: string
  readonly yes?: boolean
  readonly json?: boolean
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

/** `leantern model add`. */
export function addModelCommand({ terminal, finish }: CommandParts): Command {
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
    .option('--json', 'print what was added as one JSON object')
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
    line.end()
    const runs = model.kind === 'onnx' ? await providerOf(model, interrupt.signal, terminal) : null
    if (words.json === true) {
      const { provider = null, chunksPerSecond = null } = runs ?? {}
      terminal.out(`${JSON.stringify({ added: model, provider, chunksPerSecond })}\n`)
    } else terminal.out(addedText(model, runs))
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

interface Runs {
  readonly provider: string
  readonly chunksPerSecond: number
}

/** What runs it here is found out once, now that nobody waits for an answer. */
async function providerOf(model: InstalledModel, signal: AbortSignal, terminal: Terminal): Promise<Runs> {
  const onProgress = (provider: string): void => terminal.err(`Trying ${provider} …\n`)
  const { chosen, rows } = await chooseProvider(model, { signal, onProgress })
  return { provider: chosen, chunksPerSecond: rows.find(({ provider }) => provider === chosen)?.chunksPerSecond ?? 0 }
}

function addedText({ name, dimensions, maxTokens }: InstalledModel, runs: Runs | null): string {
  const speed = runs === null ? '' : formatRate(runs.chunksPerSecond)
  return [
    `Added ${name}: ${dimensions} dimensions, ${formatCount(maxTokens)} tokens a passage.\n`,
    runs === null
      ? ''
      : `It runs on ${runs.provider}, about ${speed} passages a second (leantern providers --model ${name}).\n`,
    `Use it for your library: leantern model use ${name}\n`,
  ].join('')
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
