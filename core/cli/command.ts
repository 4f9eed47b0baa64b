import { InvalidArgumentError, type Command } from 'commander'
import { resolve } from 'node:path'
import { defaultLibraryFolder, namedLibraries, namedLibraryFolder } from '../default-library.ts'
import { AppError } from '../errors.ts'
import type { Library, LibraryOptions } from '../library.ts'
import { openOrShare } from '../resident/open-shared.ts'
import { formatBytes } from './format.ts'
import type { Settings } from '../settings.ts'
import type { Finish, Terminal } from './main.ts'

/** What every command is made with. */
export interface CommandParts {
  readonly terminal: Terminal
  readonly finish: Finish
  /** Defaults of the person's own. */
  readonly settings: Settings
}

/** The options that every command shares. */
export interface LibraryChoice {
  readonly index?: string
  readonly library?: string
}

/** The command with the options that name a library. */
export function withLibraryOption(command: Command): Command {
  return command
    .option('--index <dir>', 'folder of the library (default: the one in your data folder)')
    .option('--library <name>', 'one of your libraries by name; leantern libraries lists them')
}

/** @throws AppError `bad-request` for two libraries, or what cannot be a name */
export function libraryFolder({ index, library }: LibraryChoice): string {
  if (library === undefined) return resolve(index ?? defaultLibraryFolder())
  if (index === undefined) return namedLibraryFolder(library)
  throw new AppError('bad-request', 'Expected one library, got two: --index and --library.')
}

/**
 * LEANN's form: NAME "question". One word is the question; of two the first is the name of a library.
 * @throws AppError `bad-request`
 */
export function questionAndLibrary(
  first: string,
  second: string | undefined,
  choice: LibraryChoice,
): { readonly question: string; readonly choice: LibraryChoice } {
  if (second === undefined) return { question: first, choice }
  const names = namedLibraries()
  if (names.includes(first)) return { question: second, choice: { ...choice, library: first } }
  const known = names.length === 0 ? '' : ` (${names.join(', ')})`
  throw new AppError(
    'bad-request',
    `Expected one question in quotes, or the name of a library${known} and then the question, got "${first}" and "${second}".`,
  )
}

/**
 * Opens a library, lends it and closes it, whatever happens. Where the app or another process holds it, that one is asked and
 * makes the changes.
 */
export async function withLibrary<T>(options: LibraryOptions, work: (library: Library) => Promise<T>): Promise<T> {
  const library = await openOrShare(options)
  try {
    return await work(library)
  } finally {
    await library.close()
  }
}

/** Parses a size such as 32MB (decimal units; a bare number is bytes) up to `most` bytes, for commander. */
export function byteSize(most: number): (text: string) => number {
  const units: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9 }
  return (text) => {
    const parts = /^(\d+(?:\.\d+)?)\s?([KMG]?B)?$/u.exec(text.trim().toUpperCase())
    const bytes = parts === null ? NaN : Math.round(Number(parts[1]) * units[parts[2] ?? ''])
    if (bytes >= 0 && bytes <= most) return bytes
    throw new InvalidArgumentError(`Expected a size such as 500KB or 32MB, up to ${formatBytes(most)}, got "${text}".`)
  }
}

/** Parses a whole number within bounds, for commander. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/u.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}, got "${text}".`)
  }
}
