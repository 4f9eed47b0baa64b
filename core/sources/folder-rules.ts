import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { directoryRule, fileRule, secretRule } from './exclusions.ts'
import { verdictOf, type IgnoreFiles } from './ignore-files.ts'

/** What counts for the entries of one folder. */
export interface FolderRules {
  /** The folder's absolute path. */
  readonly path: string
  readonly ignoreFiles: IgnoreFiles
  /** A project's file is in the folder. */
  readonly isProject: boolean
}

/** The rule that leaves out what cannot be read. */
export const unsupported = 'unsupported type'

/** An entry of a folder: its absolute path and the last part of it. */
export interface Entry {
  readonly path: string
  readonly name: string
  readonly isDirectory: boolean
}

export interface Rules {
  /** Why an entry is left out, for a person; undefined when it is not. */
  ruleFor(entry: Entry, folder: FolderRules): string | undefined
}

export interface RulesOptions {
  /** Absolute paths that are never entered. */
  readonly ignore?: readonly string[]
  /** Absolute paths that a person excluded; nothing brings them in. */
  readonly excluded?: readonly string[]
  /** By the name alone; 'unsure': the content decides. */
  supports(path: string): boolean | 'unsure'
}

/**
 * The rules in their order: what the caller keeps out and secrets (nothing brings these in), .leanternignore, then the defaults and
 * .gitignore (a `!pattern` in a .leanternignore brings in what these leave out), and at last the type.
 */
export function createRules({ ignore = [], excluded = [], supports }: RulesOptions): Rules {
  const ignored = new Map(ignore.map((path) => [path, "Leantern's own folder"]))
  for (const path of excluded) ignored.set(path, 'excluded in the settings')
  ignored.set(join(homedir(), 'snap'), "a program's own data (snap)")
  return {
    ruleFor(entry, folder) {
      const firm = ignored.get(entry.path) ?? secretRule(entry.name, entry.isDirectory)
      if (firm !== undefined) return firm
      const own = verdictOf(folder.ignoreFiles.own, entry.path, entry.isDirectory)
      if (own.kind === 'out') return `.leanternignore: ${own.pattern}`
      const usual = own.kind === 'in' ? undefined : usualRule(entry, folder)
      if (usual !== undefined) return usual
      return entry.isDirectory || supports(entry.path) !== false ? undefined : unsupported
    },
  }
}

function usualRule({ path, name, isDirectory }: Entry, folder: FolderRules): string | undefined {
  const byDefault = isDirectory ? directoryRule(name, basename(folder.path), folder.isProject) : fileRule(name)
  if (byDefault !== undefined) return byDefault
  const git = verdictOf(folder.ignoreFiles.git, path, isDirectory)
  return git.kind === 'out' ? `.gitignore: ${git.pattern}` : undefined
}
