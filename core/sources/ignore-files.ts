import { readFile, readdir } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { systemCode } from '../errors.ts'

/** Patterns of one ignore file, which count in its folder and below. */
interface Layer {
  readonly folder: string
  readonly patterns: Ignore
}

/** The ignore files that count in a folder, nearest last. `own`: .leanternignore; `git`: .gitignore, up to the repository's folder. */
export interface IgnoreFiles {
  readonly own: readonly Layer[]
  readonly git: readonly Layer[]
}

/** What ignore files say of a path: nothing, that it stays out (and which pattern says so), or that it comes in after all. */
export type Verdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'in' }
  | { readonly kind: 'out'; readonly pattern: string }

const NO_FILES: IgnoreFiles = { own: [], git: [] }
const NONE: Verdict = { kind: 'none' }
const IN: Verdict = { kind: 'in' }

/** Whether an entry of this name in a folder decides what is left out below the folder. */
export function changesRules(name: string): boolean {
  return ['.gitignore', '.leanternignore', '.git', 'CACHEDIR.TAG', 'pyvenv.cfg'].includes(name)
}

/** Ignore files above a root count as git reads them: those from the repository's folder down. None outside a repository. */
export async function ignoreFilesAbove(root: string): Promise<IgnoreFiles> {
  const above: { folder: string; names: string[] }[] = []
  for (let folder = root; ; folder = dirname(folder)) {
    const names = await namesIn(folder)
    if (folder !== root) above.unshift({ folder, names: names.filter((name) => name !== '.leanternignore') })
    if (names.includes('.git')) break
    if (dirname(folder) === folder) return NO_FILES
  }
  let files = NO_FILES
  for (const { folder, names } of above) files = await ignoreFilesIn(folder, names, files)
  return files
}

/** Adds the ignore files of a folder, given the names in it. A repository inside a repository has only its own .gitignore files. */
export async function ignoreFilesIn(
  folder: string,
  names: readonly string[],
  outer: IgnoreFiles,
): Promise<IgnoreFiles> {
  const isRepository = names.includes('.git')
  const gitFiles = names.includes('.gitignore') ? ['.gitignore'] : []
  if (isRepository) gitFiles.unshift(join('.git', 'info', 'exclude'))
  const ownFiles = names.includes('.leanternignore') ? ['.leanternignore'] : []
  if (gitFiles.length + ownFiles.length === 0) return outer
  return {
    own: [...outer.own, ...(await layers(folder, ownFiles))],
    git: [...(isRepository ? [] : outer.git), ...(await layers(folder, gitFiles))],
  }
}

/** `path` is absolute and at or below the layers' folders; the nearest file that says anything decides. */
export function verdictOf(files: readonly Layer[], path: string, isDirectory: boolean): Verdict {
  for (let i = files.length - 1; i >= 0; i--) {
    const verdict = verdictOfLayer(files[i], path, isDirectory)
    if (verdict.kind !== 'none') return verdict
  }
  return NONE
}

function verdictOfLayer({ folder, patterns }: Layer, path: string, isDirectory: boolean): Verdict {
  const inside = path.slice(folder.endsWith(sep) ? folder.length : folder.length + 1)
  const relative = sep === '/' ? inside : inside.replaceAll(sep, '/')
  if (!ignore.isPathValid(relative)) return NONE
  const { ignored, unignored, rule } = patterns.test(isDirectory ? `${relative}/` : relative)
  if (unignored) return IN
  if (!ignored) return NONE
  // Ignored with its folder, yet the walk is in that folder: a nearer file let it in, and its content with it.
  const slash = relative.lastIndexOf('/')
  if (slash > 0 && patterns.ignores(relative.slice(0, slash + 1))) return NONE
  return { kind: 'out', pattern: rule?.pattern ?? '' }
}

/** Patterns that count below a folder, as if an ignore file there had them. */
export function patternLayer(folder: string, patterns: readonly string[]): Layer {
  return { folder, patterns: matcher().add([...patterns]) }
}

/** Names that differ in case are one file on the usual file systems of macOS and Windows only. */
function matcher(): Ignore {
  return ignore({ ignoreCase: process.platform === 'darwin' || process.platform === 'win32' })
}

async function layers(folder: string, names: readonly string[]): Promise<Layer[]> {
  const found: Layer[] = []
  for (const name of names) {
    const text = await readOrNothing(join(folder, name))
    if (/^[^#\r\n]/m.test(text)) found.push({ folder, patterns: matcher().add(text) })
  }
  return found
}

/** An ignore file that cannot be read, or is a folder, has no patterns: git does the same. */
async function readOrNothing(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === '') throw error
    return ''
  }
}

/** Folders above a root are often closed to us; one that is has no ignore files. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (systemCode(error) === '') throw error
    return []
  }
}
