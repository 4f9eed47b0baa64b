/* The command line: parses words, opens a library, prints. Everything else is the library's. */
import { Command, CommanderError } from 'commander'
import packageFile from '../../package.json' with { type: 'json' }
import { AppError, messageOf, systemCode } from '../errors.ts'
import { readSettings, type Settings } from '../settings.ts'
import { askCommand } from './ask-command.ts'
import { exportCommand } from './export-command.ts'
import { extractCommand } from './extract-command.ts'
import { forgetCommand } from './forget-command.ts'
import { checkCommand } from './check-command.ts'
import { hasColours } from './colour.ts'
import { configCommand } from './config-command.ts'
import { completionCommand, manCommand } from './help-commands.ts'
import { importCommand } from './import-command.ts'
import { indexCommand } from './index-command.ts'
import { librariesCommand } from './libraries-command.ts'
import { listCommand } from './list-command.ts'
import { mcpCommand } from './mcp-command.ts'
import { modelCommand } from './model-command.ts'
import { optimizeCommand } from './optimize-command.ts'
import { providersCommand } from './providers-command.ts'
import { removeCommand } from './remove-command.ts'
import { rulesCommand } from './rules-command.ts'
import { schemaCommand } from './schema-command.ts'
import { searchCommand } from './search-command.ts'
import { serveCommand } from './serve-command.ts'
import { sourcesCommand } from './sources-command.ts'
import { statusCommand } from './status-command.ts'
import { judgeCommand, tuneCommand } from './tune-command.ts'
import { watchCommand } from './watch-command.ts'
import { whyCommand } from './why-command.ts'

/** What a command ends with; documented in the README. */
export const exitCodes = { done: 0, nothingFound: 1, wrongUsage: 2, failed: 3, interrupted: 130 } as const

/** Where a command writes. Tests pass their own. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether standard error is a terminal, so that a progress line may be redrawn. */
  readonly isInteractive: boolean
  /** Whether standard output shows colours; default: it does not. */
  readonly isColoured?: boolean
  readonly columns: number
}

/** A command's work: what it returns is the exit code. */
export type Finish = (work: () => Promise<number>) => Promise<void>

export const examples = `
Examples:
  leantern index ~/Documents ~/Notes            add folders to your library and read them
  leantern index                                read again what changed
  leantern watch                                go on reading what changes, until Ctrl-C
  leantern search "contract renewals from Q4"   find passages by meaning
  leantern ask "when does the lease end?"       an answer, with the passages that say so
  leantern index --path ~/Documents --output ~/index
  leantern search "contract renewals from Q4" --index ~/index --limit 5
  leantern status                               what the library holds and what it weighs

Exit codes: 0 done or found, 1 nothing found, 2 wrong usage, 3 failed, 130 interrupted.
The library is in your data folder; --index DIR or the variable LEANTERN_LIBRARY choose another.
`

/** Runs one command and returns its exit code. Never throws for what a person did wrong. */
export async function main(words: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let code: number = exitCodes.done
  const finish: Finish = async (work) => {
    code = await work()
  }
  try {
    // A command that mends the settings must not fail because of them.
    const settings = words[0] === 'config' ? {} : await readSettings()
    const program = programOf(terminal, finish, settings)
    await program.parseAsync([...words], { from: 'user' })
    return code
  } catch (error) {
    return explain(error, terminal)
  }
}

function programOf(terminal: Terminal, finish: Finish, settings: Settings): Command {
  const program = new Command('leantern')
    .description('Finds things in your own files by meaning, on your own machine.')
    .version(packageFile.version, '--version', 'print the version')
    .helpCommand(false)
    .addHelpText('after', examples)
  for (const make of [
    indexCommand,
    watchCommand,
    searchCommand,
    askCommand,
    statusCommand,
    listCommand,
    librariesCommand,
    sourcesCommand,
    rulesCommand,
    whyCommand,
    removeCommand,
    forgetCommand,
    judgeCommand,
    tuneCommand,
    optimizeCommand,
    modelCommand,
    providersCommand,
    checkCommand,
    extractCommand,
    mcpCommand,
    serveCommand,
    exportCommand,
    importCommand,
    configCommand,
    schemaCommand,
    completionCommand,
    manCommand,
  ]) {
    program.addCommand(make({ terminal, finish, settings }))
  }
  for (const command of allOf(program)) {
    command.exitOverride().configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => write(`${text}${leadingMinus(command, text)}`),
    })
    command.showHelpAfterError(`(run: ${pathOf(command)} --help)`)
  }
  return program
}

/** A command and all below it. */
function allOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allOf)]
}

/** As it is typed: 'leantern model add'. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

/** A line for a query that begins with what it leaves out: it is taken for an option. */
function leadingMinus(command: Command, error: string): string {
  const takesQuery = command.registeredArguments.some((argument) => argument.name() === 'query')
  if (!takesQuery || !/unknown option '-[^-]/.test(error)) return ''
  return `A query that begins with - comes after all options and --: ${pathOf(command)} -- "-draft tax"\n`
}

function explain(error: unknown, terminal: Terminal): number {
  // Commander has printed its message; only --help and --version end well.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage
  if (error instanceof AppError) {
    terminal.err(`leantern: ${error.message}\n`)
    return error.code === 'bad-request' || error.code === 'not-found' ? exitCodes.wrongUsage : exitCodes.failed
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
  terminal.err(`leantern: this is a bug, please report it.\n${stack}\n`)
  return exitCodes.failed
}

function processTerminal(): Terminal {
  // Whoever read our output stopped (`leantern list | head`): the rest is for nobody.
  process.stdout.on('error', (error) => {
    if (systemCode(error) !== 'EPIPE') throw error
  })
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isInteractive: process.stderr.isTTY,
    isColoured: hasColours(process.stdout, process.env),
    columns: process.stderr.columns || 80,
  }
}
