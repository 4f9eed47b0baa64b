import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import type { ReadingRules } from '../types.ts'
import { directoryRule, fileRule, secret, secretRule } from './exclusions.ts'
import { patternLayer, verdictOf, type IgnoreFiles } from './ignore-files.ts'

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
const ownFolder = "Leantern's own folder"
const excludedByHand = 'excluded in the settings'
const snaps = "a program's own data (snap)"

const firmRules: ReadonlySet<string> = new Set([unsupported, ownFolder, excludedByHand, snaps, secret])

/** Whether a line '!pattern' in an ignore file brings in what the rule leaves out. */
export function yields(rule: string): boolean {
  return !firmRules.has(rule)
}

/** An entry of a folder: its absolute path and the last part of it. */
export interface Entry {
  readonly path: string
  readonly name: string
  readonly isDirectory: boolean
}

/** What decides whether an entry of a folder counts. */
export interface Rules {
  /** Why an entry is left out, for a person; undefined when it is not. */
  ruleFor(entry: Entry, folder: FolderRules): string | undefined
  /** Whether a person switched a default rule off (`ruleNames`). */
  isOff(name: string): boolean
}

export interface RulesOptions {
  /** Absolute; the person's own patterns count below it. */
  readonly root: string
  /** Absolute paths that are never entered. */
  readonly ignore?: readonly string[]
  /** Absolute paths that a person excluded; nothing brings them in. */
  readonly excluded?: readonly string[]
  /** What a person changed about the rules; default: nothing. */
  readonly reading?: Pick<ReadingRules, 'off' | 'own' | 'useGitignore'>
  /** By the name alone; 'unsure': the content decides. */
  supports(path: string): boolean | 'unsure'
}

/**
 * The rules in their order: what the caller keeps out and secrets (nothing brings these in), .leanternignore, the person's own
 * patterns, then the defaults and .gitignore (a `!pattern` in either of the two before brings in what these leave out), and at last
 * the type.
 */
export function createRules({ root, ignore = [], excluded = [], reading, supports }: RulesOptions): Rules {
  const ignored = new Map(ignore.map((path) => [path, ownFolder]))
  for (const path of excluded) ignored.set(path, excludedByHand)
  ignored.set(join(homedir(), 'snap'), snaps)
  const own = reading === undefined || reading.own.length === 0 ? [] : [patternLayer(root, reading.own)]
  const usual: UsualRules = { off: new Set(reading?.off), useGitignore: reading?.useGitignore ?? true }
  return {
    ruleFor(entry, folder) {
      const firm = ignored.get(entry.path) ?? secretRule(entry.name, entry.isDirectory)
      if (firm !== undefined) return firm
      const inFile = verdictOf(folder.ignoreFiles.own, entry.path, entry.isDirectory)
      if (inFile.kind === 'out') return `.leanternignore: ${inFile.pattern}`
      const inSettings = inFile.kind === 'none' ? verdictOf(own, entry.path, entry.isDirectory) : inFile
      if (inSettings.kind === 'out') return `your own rule: ${inSettings.pattern}`
      const rule = inSettings.kind === 'in' ? undefined : usualRule(entry, folder, usual)
      if (rule !== undefined) return rule
      return entry.isDirectory || supports(entry.path) !== false ? undefined : unsupported
    },
    isOff: (name) => usual.off.has(name),
  }
}

interface UsualRules {
  readonly off: ReadonlySet<string>
  readonly useGitignore: boolean
}

function usualRule({ path, name, isDirectory }: Entry, folder: FolderRules, usual: UsualRules): string | undefined {
  const { isProject } = folder
  const byDefault = isDirectory
    ? directoryRule(name, basename(folder.path), { isProject, off: usual.off })
    : fileRule(name, usual.off)
  if (byDefault !== undefined || !usual.useGitignore) return byDefault
  const git = verdictOf(folder.ignoreFiles.git, path, isDirectory)
  return git.kind === 'out' ? `.gitignore: ${git.pattern}` : undefined
}
