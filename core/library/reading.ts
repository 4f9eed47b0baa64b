/* What a library reads and leaves out, as its person chose: opt-in sources, rules, their list. */
import { open } from 'node:fs/promises'
import type { DocumentRecord } from '../catalogue/document-record.ts'
import { AppError, messageOf } from '../errors.ts'
import type { Forgotten } from '../forgotten.ts'
import { fileRules } from '../sources/exclusions.ts'
import type { ReadingRulesFile } from '../sources/reading-rules.ts'
import { pageRules } from '../text/containers/history-hosts.ts'
import type { LeftOutRule, OptInSource, ReadingRules } from '../types.ts'
import { meantBy } from '../upkeep/forget.ts'
import { addRoot, takeOut, withoutUnpublished } from './contents.ts'
import type { Parts } from './parts.ts'

export interface ReadingParts {
  readonly parts: Parts
  readonly rules: ReadingRulesFile
  readonly forgotten: Forgotten
}

/** Adds a place of a source that its person agreed to. @throws AppError `not-found`, `bad-request` (not readable, or another thing) */
export async function optIn(source: OptInSource, path: string, { parts, forgotten }: ReadingParts): Promise<string> {
  const root = await addRoot(path, parts)
  await reallyOpen(root)
  if (await forgotten.remove({ kind: 'source', source })) parts.catalogue.files.reopenContainers()
  return root
}

/** To show a file's name and size is not yet to let it be read. */
async function reallyOpen(root: string): Promise<void> {
  try {
    await using file = await open(root)
    if ((await file.stat()).isFile()) await file.read(new Uint8Array(16))
  } catch (error) {
    const message = `${root} cannot be read (${messageOf(error)}). Give Leantern the right to read it, then add it again.`
    throw new AppError('bad-request', message, { cause: error })
  }
}

/** Every rule by which something is left out before anybody said so. */
export function leftOutRules({ off, useGitignore }: ReadingRules): readonly LeftOutRule[] {
  const names = new Set(off)
  return [...fileRules({ off: names, useGitignore }), ...pageRules(names)]
}

/** Changes some of the rules; what they bring in or leave out is seen by the next `index`. @throws AppError `bad-request` */
export async function changeReading(change: unknown, { parts, rules }: ReadingParts): Promise<ReadingRules> {
  const before = rules.rules
  const after = await rules.change(change)
  const { catalogue, store } = parts
  const differs = (key: keyof ReadingRules): boolean => JSON.stringify(before[key]) !== JSON.stringify(after[key])
  if (differs('hosts') || differs('off') || differs('savedPages')) catalogue.files.reopenContainers()
  // What was too large, or a picture, may be read now; what is too large by now leaves.
  if (differs('largestMB') || differs('ocr')) {
    const least = Math.min(...Object.values(after.largestMB)) * 1024 * 1024
    const isConcerned = ({ part, size, kind }: DocumentRecord): boolean =>
      part === '' && (size > least || (kind === 'picture' && differs('ocr')))
    const concerned = [...catalogue.documents(store.generation)].filter(isConcerned)
    catalogue.unread.addPending([...catalogue.unread.problems(), ...concerned].map(({ path }) => path))
  }
  return after
}

/** Adds a host to those whose pages are left out, and takes its pages out. Returns how many left. @throws AppError `bad-request` */
export async function excludeSite(host: string, its: ReadingParts): Promise<number> {
  const { parts, rules } = its
  await changeReading({ hosts: [...rules.rules.hosts, host] }, its)
  await withoutUnpublished(parts)
  const pages = [...meantBy({ kind: 'site', host }, parts)]
  if (pages.length > 0) await takeOut(pages, parts)
  return pages.length
}
