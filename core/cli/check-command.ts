import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import type { CheckOptions } from '../checking/check-work.ts'
import { examine, type CheckReport } from '../checking/check.ts'
import { repair } from '../checking/repair.ts'
import { AppError } from '../errors.ts'
import { lockName } from '../catalogue/writer-lock.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'
import { interruption } from './interruption.ts'
import { progressLine } from './progress-line.ts'
import { stepLine } from './step-line.ts'
import type { SetAside } from '../types.ts'

interface CheckWords extends LibraryChoice {
  readonly repair?: boolean
  readonly json?: boolean
}

/** `leantern check`. */
export function checkCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('check'))
    .description('verify every file of the library and that they agree; exit code 3 when something is wrong')
    .option('--repair', 'take out what is damaged and read the documents concerned again')
    .option('--json', 'print {"segments","chunks","documents","findings":[{"part","message"}]} as one JSON object')
    .action((words: CheckWords) => finish(() => runUnlessStopped(libraryFolder(words), words, terminal)))
}

async function runUnlessStopped(folder: string, words: CheckWords, terminal: Terminal): Promise<number> {
  const { signal, end } = interruption()
  try {
    return await runCheck(folder, words, { terminal, signal })
  } catch (error) {
    if (!signal.aborted) throw error
    terminal.err('Stopped; nothing was changed.\n')
    return exitCodes.interrupted
  } finally {
    end()
  }
}

interface Surroundings {
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

async function runCheck(folder: string, words: CheckWords, around: Surroundings): Promise<number> {
  const { terminal } = around
  if (!(await exists(join(folder, lockName)))) {
    throw new AppError('no-library', `No library in ${folder}. Make one with: leantern index FOLDER --output ${folder}`)
  }
  if (words.repair !== true) {
    const report = await withProgress(around, (options) => examine(folder, options))
    print(report, [], words, terminal)
    return report.findings.length === 0 ? exitCodes.done : exitCodes.failed
  }
  const { report, repair: done } = await withProgress(around, (options) => repair(folder, options))
  print(report, done.kind === 'sound' ? [] : done.setAside, words, terminal)
  if (done.kind === 'sound') return exitCodes.done
  return readAgain(folder, { isRebuild: done.kind === 'rebuild', terminal })
}

/** How much is read is on one line. */
async function withProgress<T>(
  { terminal, signal }: Surroundings,
  work: (options: CheckOptions) => Promise<T>,
): Promise<T> {
  const line = stepLine(terminal)
  try {
    return await work({
      signal,
      onProgress: ({ part, doneBytes, totalBytes }) =>
        line.share(`Checking ${part}`, doneBytes / Math.max(1, totalBytes)),
    })
  } finally {
    line.end()
  }
}

function print(
  { segments, chunks, documents, findings }: CheckReport,
  setAside: readonly SetAside[],
  { json, repair: isRepair }: CheckWords,
  terminal: Terminal,
): void {
  const found = { segments, chunks, documents, findings, ...(isRepair === true && { setAside }) }
  if (json === true) return terminal.out(`${JSON.stringify(found)}\n`)
  for (const { part, message } of findings) terminal.out(`${part}: ${message}\n`)
  for (const { part, name, kept } of setAside) {
    const rest = kept === null ? '' : `; in the new one: ${kept.judged} judged and ${kept.opened} opened results`
    terminal.out(`${part}: the damaged file is called ${name} now${rest}\n`)
  }
  const state = findings.length === 0 ? 'all is well' : plural(findings.length, 'finding')
  terminal.out(
    `${plural(documents, 'document')}, ${plural(chunks, 'chunk')} in ${plural(segments, 'segment')}: ${state}\n`,
  )
}

/** Rebuilds from the sources what the repair took out. */
function readAgain(
  folder: string,
  { isRebuild, terminal }: { isRebuild: boolean; terminal: Terminal },
): Promise<number> {
  return withLibrary({ folder, access: 'write', rebuild: isRebuild }, async (library) => {
    if (library.roots().length === 0) {
      terminal.err('The list of folders is lost with the rest. Name them again: leantern index FOLDER…\n')
      return exitCodes.failed
    }
    const line = progressLine(terminal)
    const { added, changed, failed } = await library.index({ onProgress: line.show })
    line.end()
    terminal.err(`Repaired: ${plural(added + changed, 'document')} read again, ${failed} not readable.\n`)
    return exitCodes.done
  })
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
