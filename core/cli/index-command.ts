import { Command, InvalidArgumentError, Option } from 'commander'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { checkRoot } from '../sources/root.ts'
import { isReadableFile } from '../text/readable.ts'
import type { BitsPerDimension, IndexSummary } from '../types.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural, textReadText } from './format.ts'
import { placeOf } from './list-command.ts'
import { exitCodes, type Terminal } from './main.ts'
import { addAgreed, tellOfNamed, wantedSources, type OptInWords } from './opt-in.ts'
import { progressLine } from './progress-line.ts'
import { stepLine } from './step-line.ts'

interface IndexWords extends LibraryChoice, OptInWords {
  readonly path?: string[]
  readonly docs?: string[]
  readonly output?: string
  readonly rebuild?: boolean
  readonly codeBits?: BitsPerDimension
  readonly json?: boolean
}

/** Problems that are printed; `status` and `list --errors` have them all. */
const problemsShown = 5

/** `leantern index`. */
export function indexCommand({ terminal, finish }: CommandParts): Command {
  return withLibraryOption(new Command('index'))
    .alias('build')
    .description(
      'add folders or single files to the library and read what is new or changed; without a folder: all of them',
    )
    .argument('[path...]', 'folders, or files such as a mail archive')
    .option('--path <path...>', 'folders, as LEANN writes it')
    .option(
      '--docs <path...>',
      'folders, as LEANN writes it: build NAME --docs FOLDER makes or updates the library NAME',
    )
    .option('--output <dir>', 'folder of the library, as LEANN writes it; the same as --index')
    .option(
      '--mail',
      'add the mail on this machine, once you agreed to what is read and kept of it (see: leantern sources)',
    )
    .option('--history', 'add the browser histories on this machine, likewise')
    .option('--yes', 'agree to that')
    .option('--rebuild', 'throw the index away and read everything again')
    .addOption(new Option('--force', 'as LEANN writes --rebuild').implies({ rebuild: true }).hideHelp())
    .option(
      '--code-bits <bits>',
      'bits a dimension of a new library: 1, or 2 or 4, which find more with fewer passages read but are over the budget of 5 % of the text',
      parseCodeBits,
    )
    .option('--json', 'print what was done as one JSON object')
    .action((paths: string[], words: IndexWords) =>
      finish(() => {
        const { docs, ...rest } = words
        if (docs === undefined) return runIndex([...paths, ...(words.path ?? [])], words, terminal)
        return runIndex([...docs, ...(words.path ?? [])], { ...rest, ...namedBy(paths, words) }, terminal)
      }),
    )
}

/** The library that `build NAME --docs …` names, if it names one. */
function namedBy(names: readonly string[], { library }: IndexWords): LibraryChoice {
  if (names.length === 0) return {}
  if (names.length === 1 && library === undefined) return { library: names[0] }
  throw new AppError('bad-request', `Expected one name of a library with --docs, got ${names.join(', ')}.`)
}

function parseCodeBits(text: string): BitsPerDimension {
  if (text === '1' || text === '2' || text === '4') return Number(text) as BitsPerDimension
  throw new InvalidArgumentError(`Expected 1, 2 or 4, got "${text}".`)
}

/** Indexes paths into a library as the words of the command say; answers the exit code. */
export async function runIndex(paths: readonly string[], words: IndexWords, terminal: Terminal): Promise<number> {
  if (words.output !== undefined && words.index !== undefined && words.output !== words.index) {
    throw new AppError('bad-request', 'Expected one library, got two: --output and --index name different folders.')
  }
  const index = words.output ?? words.index
  const folder = libraryFolder({ ...words, ...(index === undefined ? {} : { index }) })
  const wanted = await Promise.all(paths.map((path) => checkRoot(path, isReadableFile)))
  const interrupt = new AbortController()
  const stop = (): void => interrupt.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const rebuild = words.rebuild === true
    const isOptIn = wantedSources(words).length > 0
    const mustExist = wanted.length === 0 && !rebuild && !isOptIn
    const wish = words.codeBits === undefined ? {} : { codeBits: words.codeBits }
    return await withLibrary({ folder, access: 'write', rebuild, mustExist, ...wish }, async (library) => {
      const known = library.roots()
      await tellOfNamed(
        wanted.filter((path) => !known.includes(path)),
        terminal,
      )
      const agreed = await addAgreed(library, words)
      const roots = await rootsFor(library, [...wanted, ...agreed])
      const line = progressLine(terminal)
      const summary = await library.index({ roots, signal: interrupt.signal, onProgress: line.show })
      line.end()
      if (!summary.cancelled) await settle(library, interrupt.signal, terminal)
      if (words.json === true) terminal.out(`${JSON.stringify(summary)}\n`)
      else await report(library, summary, terminal)
      await tellOfLeftOut(library, wanted, terminal)
      return summary.cancelled ? exitCodes.interrupted : exitCodes.done
    })
  } catch (error) {
    throw wanted.length === 0 && error instanceof AppError && error.code === 'no-library'
      ? nothingToIndex(error)
      : error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

/** What a very large library needs besides. Stopping leaves it for the next run. */
async function settle(library: Library, signal: AbortSignal, terminal: Terminal): Promise<void> {
  const line = stepLine(terminal)
  try {
    await library.settle({ signal, onProgress: (done, total) => line.show('Linking chunks', done, total) })
  } catch (error) {
    if (!signal.aborted) throw error
  }
  line.end()
}

async function rootsFor(library: Library, wanted: readonly string[]): Promise<string[]> {
  if (wanted.length === 0 && library.roots().length === 0) throw nothingToIndex()
  const roots = new Set<string>()
  for (const path of wanted) roots.add(await library.addRoot(path))
  return wanted.length === 0 ? [...library.roots()] : [...roots]
}

function nothingToIndex(cause?: AppError): AppError {
  return new AppError(
    'bad-request',
    'Expected a folder to index, got none, and the library has none yet. Try: leantern index ~/Documents',
    { cause },
  )
}

/** A path inside a folder of the library is read by that folder's rules: whoever named it hears of the one that leaves it out. */
async function tellOfLeftOut(library: Library, wanted: readonly string[], terminal: Terminal): Promise<void> {
  const roots = library.roots()
  for (const path of wanted.filter((one) => !roots.includes(one))) {
    const { verdict, message } = await library.why(path)
    if (verdict === 'left-out' || verdict === 'excluded' || verdict === 'forgotten')
      terminal.err(`  ${path}: ${message}\n`)
  }
}

async function report(library: Library, summary: IndexSummary, terminal: Terminal): Promise<void> {
  const { added, changed, unchanged, removed, failed, textBytes, elapsedMs, cancelled } = summary
  const { documents, chunks, share, pending } = await library.status()
  terminal.out(`${added} new, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${failed} not readable\n`)
  terminal.out(`${textReadText(textBytes, elapsedMs)}\n`)
  terminal.out(
    `Library: ${plural(documents, 'document')}, ${plural(chunks, 'chunk')}; semantic index ${(share.semantic * 100).toFixed(1)} % of the text\n`,
  )
  const problems = library.problems()
  for (const problem of problems.slice(0, problemsShown)) terminal.err(`  ${placeOf(problem)}: ${problem.message}\n`)
  if (problems.length > problemsShown)
    terminal.err(`  and ${problems.length - problemsShown} more: leantern list --errors\n`)
  if (cancelled) terminal.err(`Interrupted; ${plural(pending, 'file')} still to read. Run the same command to go on.\n`)
}
