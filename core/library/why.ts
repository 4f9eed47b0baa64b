/* "Why is my file not found?": the rule, the error, the place in the queue, or that it is found. */
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Forgotten } from '../forgotten.ts'
import { isInside } from '../is-inside.ts'
import { partialSources, type KeptOut } from './roots-as-sources.ts'
import { containerFacts } from '../sources/file-stamp.ts'
import type { WhyAnswer } from '../types.ts'

export interface WhyParts {
  readonly catalogue: Catalogue
  readonly generation: number
  readonly keptOut: KeptOut
  readonly forgotten: Forgotten
}

type Verdict = Pick<WhyAnswer, 'verdict' | 'message'>

/** `path` is absolute, and real where there is something. */
export async function whyOf(path: string, parts: WhyParts): Promise<WhyAnswer> {
  const { catalogue, generation } = parts
  const documents = catalogue.countBelow(path, generation)
  const found = await stat(path).catch(() => null)
  const isFolder = found?.isDirectory() === true
  const verdict =
    found === null
      ? missing(path, documents)
      : (outside(path, parts) ??
        forgottenPath(path, parts) ??
        (isFolder ? null : await known(path, parts)) ??
        (await byRule(path, parts)))
  return { path, documents, ...(verdict ?? seen(documents, isFolder)) }
}

function missing(path: string, documents: number): Verdict {
  const kept =
    documents > 0
      ? ' The library still has what was there; it leaves with the next run, unless its disk is only unplugged.'
      : ''
  return { verdict: 'missing', message: `There is nothing at ${path}.${kept}` }
}

/** What is in none of the library's folders, or was kept out of them. */
function outside(path: string, { catalogue, keptOut }: WhyParts): Verdict | null {
  const { libraryFolder, excluded } = keptOut
  if (isInside(path, libraryFolder))
    return { verdict: 'left-out', message: "It is in Leantern's own folder, which is never read." }
  const kept = excluded.find((one) => isInside(path, one))
  if (kept !== undefined)
    return { verdict: 'excluded', message: `You excluded ${kept}. Include it again to have it read.` }
  const roots = catalogue.roots()
  if (roots.some((root) => isInside(path, root))) return null
  const inside = roots.filter((root) => isInside(root, path))
  if (inside.length > 0)
    return {
      verdict: 'not-added',
      message: `Of it only ${inside.join(', ')} is in the library. To add all: leantern index ${path}`,
    }
  return { verdict: 'not-added', message: `It is in none of the library's folders. To add it: leantern index ${path}` }
}

function forgottenPath(path: string, { forgotten }: WhyParts): Verdict | null {
  if (!forgotten.coversPath(path)) return null
  const message = `You told the library to forget it, or a folder above it. To take that back: leantern forget --undo ${path}`
  return { verdict: 'forgotten', message }
}

/** What the catalogue says of a file. */
async function known(path: string, { catalogue, generation, forgotten }: WhyParts): Promise<Verdict | null> {
  const file = catalogue.files.at(path, generation)
  const now = containerFacts(path)
  const queue = catalogue.unread.pendingPaths()
  const place = queue.indexOf(path) + 1
  const waits = `It waits to be read, as number ${place} of ${queue.length}. To read it now: leantern index`
  const problem = catalogue.unread.problemAt(path)
  if (problem !== undefined)
    return { verdict: 'not-readable', message: `It could not be read (${problem.code}): ${problem.message}` }
  if (forgotten.coversFile({ path, ...now }))
    return { verdict: 'forgotten', message: 'You told the library to forget it, by its date, sender or source.' }
  if (file === undefined) return place > 0 ? { verdict: 'waiting', message: waits } : null
  if (file.size < 0)
    return { verdict: 'waiting', message: 'Only a part of it was read so far. To go on: leantern index' }
  const isSame = file.mtimeMs === now.mtimeMs && file.size === now.size
  if (!isSame)
    return {
      verdict: 'changed',
      message: `It was indexed and has changed since. ${place > 0 ? waits : 'To read it again: leantern index'}`,
    }
  return place > 0 ? { verdict: 'waiting', message: waits } : null
}

/** The rule by which a listing leaves out the path or a folder above it. */
async function byRule(path: string, { catalogue, keptOut }: WhyParts): Promise<Verdict | null> {
  const signal = new AbortController().signal
  const root = catalogue.roots().find((one) => isInside(path, one))
  if (root === undefined || root === path) return null
  // A folder that is left out stands for the nearest above it: there the event is.
  for (const source of partialSources([root], [dirname(path)], keptOut)) {
    for await (const event of source.list(signal)) {
      const at = event.kind === 'problem' ? event.problem.path : event.kind === 'file' ? event.file.path : event.path
      if (!isInside(path, at) || event.kind === 'file' || event.kind === 'folder') continue
      if (event.kind === 'problem') return { verdict: 'not-readable', message: event.problem.message }
      const what = at === path ? 'It' : `The folder ${at}`
      return {
        verdict: 'left-out',
        message: `${what} is left out by a rule: ${event.rule}. A line "!…" in a .leanternignore brings in what the defaults leave out.`,
      }
    }
  }
  return null
}

function seen(documents: number, isFolder: boolean): Verdict {
  if (documents === 0) {
    const message = isFolder
      ? 'Nothing in it was indexed yet. To read it: leantern index'
      : 'No run has seen it yet. To read it: leantern index'
    return { verdict: 'not-seen', message }
  }
  if (isFolder)
    return {
      verdict: 'indexed',
      message: `${documents.toLocaleString('en')} documents at or below it are in the library.`,
    }
  const parts = documents > 1 ? ` It holds ${documents.toLocaleString('en')} documents.` : ''
  return { verdict: 'indexed', message: `It is in the library and can be found.${parts}` }
}
