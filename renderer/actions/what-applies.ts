/* Which of a file's actions make sense for a document: a page has no file, a message no name, a member of an archive is not its archive. */
import { addressOf, fileName, isBelow, parentText, partNames } from '../search/place-text.ts'
import type { DocumentRow } from '../search/rows.ts'

type Document = Pick<DocumentRow, 'path' | 'part' | 'uri'>

/** The name that a file manager would show; null for what has none: a page, a message, a conversation, a line of many. */
export function ownName(document: Document): string | null {
  const { path, part } = document
  if (addressOf(document) !== null || mailboxOf(path) !== null) return null
  return part === '' ? fileName(path) : (partNames(part).at(-1) ?? null)
}

/** The folder around it that can be excluded: one inside the library's folders; null: there is none. */
export function excludableFolder(document: Document, roots: readonly string[]): string | null {
  if (addressOf(document) !== null) return null
  const folder = mailboxOf(document.path) ?? parentText(document.path)
  return isInsideRoots(folder, roots) ? folder : null
}

/**
 * Whether it can be excluded by itself: a file that is not all of a library's folder, holds no others, and keeps its name. A message of a
 * Maildir gets another one when it is read.
 */
export function isExcludable(document: Document, roots: readonly string[]): boolean {
  return document.part === '' && mailboxOf(document.path) === null && isInsideRoots(document.path, roots)
}

function isInsideRoots(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path !== root && isBelow(path, root))
}

/** The folder of a Maildir message, above its `cur` or `new`; null for any other file. */
function mailboxOf(path: string): string | null {
  const folder = parentText(path)
  const isMessage = /^\d+\.[^/]+$|[:;!]2,[A-Za-z]*$/u.test(fileName(path))
  return isMessage && /^(?:cur|new)$/u.test(fileName(folder)) ? parentText(folder) : null
}
