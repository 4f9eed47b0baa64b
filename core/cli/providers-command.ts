import { Command } from 'commander'
import { findModel } from '../embed/models/installed-models.ts'
import { chooseProvider } from '../embed/providers/choose-provider.ts'
import type { ProviderTable } from '../embed/providers/measure-providers.ts'
import { AppError } from '../errors.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { formatRate } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'
import { providers } from '../types.ts'

interface ProvidersWords extends LibraryChoice {
  readonly model?: string
  readonly again?: boolean
  readonly use?: string
  readonly json?: boolean
}

const choices = ['auto', ...providers] as const

/** What comes with the app, where there is no library whose model could be meant. */
const embeddedName = 'leantern-static-256'

/** `leantern providers`. */
export function providersCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('providers'))
    .description('what can run the model on this machine, how fast, and why the others are not used')
    .option('--model <name>', "an installed model (default: the library's)")
    .option('--again', 'measure again what was measured before')
    .option('--use <provider>', `run the model with this one from now on: ${choices.join(', ')}`)
    .option('--json', 'print {"model","rows":[{"provider","chunksPerSecond","agreement","refused"}],"chosen","wanted"}')
    .action((words: ProvidersWords) => finish(() => runProviders(words, terminal)))
}

async function runProviders(words: ProvidersWords, terminal: Terminal): Promise<number> {
  const model = await findModel(words.model ?? (await modelOfLibrary(words)))
  if (model.kind === 'endpoint') {
    throw new AppError('bad-request', `${model.name} runs on a server (${model.source}): nothing here is to be chosen.`)
  }
  const use = words.use === undefined ? undefined : choices.find((choice) => choice === words.use)
  if (words.use !== undefined && use === undefined) {
    throw new AppError('bad-request', `Expected --use to be one of ${choices.join(', ')}, got "${words.use}".`)
  }
  const onProgress = (provider: string): void => terminal.err(`Trying ${provider} …\n`)
  const table = await chooseProvider(model, { onProgress, again: words.again === true, use })
  if (words.json === true) terminal.out(`${JSON.stringify({ model: model.name, ...table })}\n`)
  else printTable(model.name, table, terminal)
  return exitCodes.done
}

async function modelOfLibrary(words: LibraryChoice): Promise<string> {
  try {
    const folder = libraryFolder(words)
    return await withLibrary({ folder, access: 'read' }, async (library) => (await library.status()).model)
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-library') return embeddedName
    throw error
  }
}

interface Outcome {
  readonly refused: string | null
  readonly isChosen: boolean
  /** The person chose it, not we. */
  readonly isWanted: boolean
}

function verdictOf({ refused, isChosen, isWanted }: Outcome): string {
  if (refused !== null) return isChosen ? `used for want of another: ${refused}` : `not used: ${refused}`
  if (!isChosen) return 'could be used'
  return isWanted ? 'used, as you chose' : 'used'
}

function printTable(model: string, { rows, chosen, wanted }: ProviderTable, terminal: Terminal): void {
  terminal.out(`${model} on this machine; vectors are compared with the CPU's\n`)
  for (const { provider, chunksPerSecond, agreement, refused } of rows) {
    const speed = chunksPerSecond === null ? '' : `${formatRate(chunksPerSecond)} passages/s`
    const cosine = agreement === null ? '' : `cosine ${agreement.toFixed(4)}`
    const verdict = verdictOf({ refused, isChosen: provider === chosen, isWanted: wanted !== null })
    terminal.out(
      `${provider === chosen ? '* ' : '  '}${provider.padEnd(8)}${speed.padEnd(22)}${cosine.padEnd(16)}${verdict}\n`,
    )
  }
  if (rows.some(({ provider, refused }) => provider === 'cuda' && refused !== null)) {
    terminal.out('An NVIDIA card on Linux needs CUDA 12, cuDNN 9 and: npm run cuda\n')
  }
}
