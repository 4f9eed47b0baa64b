/* Where libraries are when nobody says: one default, and any number by name. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { AppError, systemCode } from './errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The platform's folder for application data; `LEANTERN_DATA` names another. */
export function dataFolder(env: Environment = process.env): string {
  const chosen = env['LEANTERN_DATA'] ?? ''
  return chosen === '' ? envPaths('leantern', { suffix: '' }).data : chosen
}

/** The library that the app and the command line share: `LEANTERN_LIBRARY`, else in the data folder. */
export function defaultLibraryFolder(env: Environment = process.env): string {
  const chosen = env['LEANTERN_LIBRARY'] ?? ''
  return chosen === '' ? join(dataFolder(env), 'library') : chosen
}

/** Letters, digits, and '.', '_', '-' between them: a name is a folder's on every system. */
const nameForm = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,62}[\p{L}\p{N}])?$/u

/** The folder of a library with a name. @throws AppError `bad-request` for what cannot be a name */
export function namedLibraryFolder(name: string, env: Environment = process.env): string {
  if (nameForm.test(name)) return join(namedLibrariesFolder(env), name)
  throw new AppError(
    'bad-request',
    `Expected a name of letters and digits, with . _ - between them, for the library, got "${name}".`,
  )
}

/** Names of the libraries that were made by name, sorted. */
export function namedLibraries(env: Environment = process.env): string[] {
  try {
    const entries = readdirSync(namedLibrariesFolder(env), { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

function namedLibrariesFolder(env: Environment): string {
  return join(dataFolder(env), 'libraries')
}
