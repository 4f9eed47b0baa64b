/* "Why is my file not found?": the rule, the error, the place in the queue, or that it is found. */
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Forgotten } from '../forgotten.ts'
import { isInside } from '../is-inside.ts'
import { partialSources, type KeptOut } from './roots-as-sources.ts'
import { containerFacts } from '../sources/file-stamp.ts'
import { yields } from '../sources/folder-rules.ts'
import { placeholderOf } from '../sources/online-only.ts'
import { isPictureName } from '../text/document-kind.ts'
import { say } from '../sayings/say.ts'
import { understood } from '../sayings/understood.ts'
import type { FileProblem, Saying, WhyAnswer } from '../types.ts'

export interface WhyParts {
  readonly catalogue: Catalogue
  readonly generation: number
  readonly keptOut: KeptOut
  readonly forgotten: Forgotten
}

/** What is to be said of a file or a part of it. */
export type Verdict = Pick<WhyAnswer, 'verdict' | 'said'>

/** `asked` is an absolute path, and real where there is something. */
export async function whyOf(asked: string, parts: WhyParts): Promise<WhyAnswer> {
  const { catalogue, generation } = parts
  const placed = placeholderOf(asked)
  // What a placeholder stands for is what the runs know.
  const path = placed !== null && catalogue.unread.problemAt(placed) !== undefined ? placed : asked
  const documents = catalogue.countBelow(path, generation)
  const found = await stat(path).catch(() => null)
  const isFolder = found?.isDirectory() === true
  const verdict =
    found === null
      ? (absent(path, parts) ?? missing(path, documents))
      : (outside(path, parts) ??
        forgottenPath(path, parts) ??
        (isFolder ? null : await known(path, parts)) ??
        (await byRule(path, parts)) ??
        byName({ path }, parts))
  const answer = verdict ?? (isFolder ? null : butParts(path, documents, parts)) ?? seen(documents, isFolder)
  return { path, documents, ...answer, message: answer.said.text }
}

/** A file whose bytes are elsewhere, and which only a placeholder beside it stands for, is among the problems. */
function absent(path: string, { catalogue }: WhyParts): Verdict | null {
  const problem = catalogue.unread.problemAt(path)
  return problem?.code === 'online-only' ? notReadable(problem) : null
}

function missing(path: string, documents: number): Verdict {
  return {
    verdict: 'missing',
    said: documents > 0 ? say('verdict.missingKept', { path }) : say('verdict.missing', { path }),
  }
}

/** What is in none of the library's folders, or was kept out of them. */
function outside(path: string, { catalogue, keptOut }: WhyParts): Verdict | null {
  const { libraryFolder, excluded } = keptOut
  if (isInside(path, libraryFolder)) return { verdict: 'left-out', said: say('verdict.ownFolder') }
  const kept = excluded.find((one) => isInside(path, one))
  if (kept !== undefined) return { verdict: 'excluded', said: say('verdict.excluded', { path: kept }) }
  const roots = catalogue.roots()
  if (roots.some((root) => isInside(path, root))) return null
  const inside = roots.filter((root) => isInside(root, path))
  if (inside.length > 0) return { verdict: 'not-added', said: say('verdict.onlyParts', { folders: inside, path }) }
  return { verdict: 'not-added', said: say('verdict.notAdded', { path }) }
}

function forgottenPath(path: string, { forgotten }: WhyParts): Verdict | null {
  const named = forgotten.pathAbove(path)
  return named === null ? null : forgottenVerdict(named)
}

/** `path`: what was forgotten, as it is taken back. */
export function forgottenVerdict(path: string): Verdict {
  return { verdict: 'forgotten', said: say('verdict.forgotten', { path }) }
}

/** What the catalogue says of a file. */
async function known(path: string, { catalogue, generation, forgotten }: WhyParts): Promise<Verdict | null> {
  const file = catalogue.files.at(path, generation)
  const now = containerFacts(path)
  const queue = catalogue.unread.pendingPaths()
  const place = queue.indexOf(path) + 1
  const waits = say('verdict.waiting', { place, total: queue.length })
  const problem = catalogue.unread.problemAt(path)
  if (problem !== undefined) return file?.document == null ? notReadable(problem) : onlyByName(problem)
  if (forgotten.coversFile({ path, ...now })) return { verdict: 'forgotten', said: say('verdict.forgottenByFacts') }
  if (file === undefined) return place > 0 ? { verdict: 'waiting', said: waits } : null
  if (file.size < 0) return { verdict: 'waiting', said: say('verdict.partly') }
  const isSame = file.mtimeMs === now.mtimeMs && file.size === now.size
  if (!isSame)
    return {
      verdict: 'changed',
      said: place > 0 ? say('verdict.changedWaiting', { waits }) : say('verdict.changed'),
    }
  return place > 0 ? { verdict: 'waiting', said: waits } : null
}

/** What could not be read, and why. */
export function notReadable({ code, message }: FileProblem): Verdict {
  const reason = understood(message) ?? message
  return { verdict: 'not-readable', said: say('verdict.notReadable', { kind: code, reason }) }
}

/** A scan, a document with a password: its name is all that is known of it. */
export function onlyByName(problem: FileProblem): Verdict {
  const { verdict, said: unread } = notReadable(problem)
  return { verdict, said: say('verdict.foundBut', { found: say('verdict.byNameOnly'), unread }) }
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
      if (event.kind === 'problem') {
        const { message: text } = event.problem
        return { verdict: 'not-readable', said: understood(text) ?? { code: 'plain', params: {}, text } }
      }
      const { rule } = event
      return { verdict: 'left-out', said: saidOfRule(rule, at === path ? null : at) }
    }
  }
  return null
}

/** `folder`: above what was asked about, where the rule is that one's. */
function saidOfRule(rule: string, folder: string | null): Saying {
  if (folder === null) return yields(rule) ? say('verdict.leftOut', { rule }) : say('verdict.leftOutFirmly', { rule })
  const place = { path: folder, rule }
  return yields(rule) ? say('verdict.folderLeftOut', place) : say('verdict.folderLeftOutFirmly', place)
}

/** What is found by its name alone. */
export function byName(
  { path, part = '' }: { readonly path: string; readonly part?: string },
  { catalogue, generation }: Pick<WhyParts, 'catalogue' | 'generation'>,
): Verdict | null {
  const id = catalogue.stampAt(path, generation, part)?.id
  const document = id === undefined ? undefined : catalogue.document(id, generation)
  if (document?.chunks !== 0) return null
  return {
    verdict: 'indexed',
    said: isPictureName(part === '' ? path : part) ? say('verdict.pictureByName') : say('verdict.byName'),
  }
}

/** What of a file that holds many documents could not be read. */
function butParts(path: string, documents: number, { catalogue }: WhyParts): Verdict | null {
  const problem = catalogue.unread.partProblemAt(path)
  if (problem === undefined) return null
  const reason = understood(problem.message) ?? problem.message
  const unread = say('verdict.partUnread', { part: problem.part ?? '', reason })
  if (documents === 0) return { verdict: 'not-readable', said: unread }
  return { verdict: 'indexed', said: say('verdict.foundBut', { found: seen(documents, false).said, unread }) }
}

function seen(documents: number, isFolder: boolean): Verdict {
  if (documents === 0) {
    return { verdict: 'not-seen', said: isFolder ? say('verdict.folderNotRead') : say('verdict.notSeen') }
  }
  return isFolder
    ? { verdict: 'indexed', said: say('verdict.folderFound', { count: documents }) }
    : foundVerdict(documents)
}

/** Of a file, or a part of it, that so many documents are of. */
export function foundVerdict(documents: number): Verdict {
  return {
    verdict: 'indexed',
    said: documents > 1 ? say('verdict.foundParts', { count: documents }) : say('verdict.found'),
  }
}
