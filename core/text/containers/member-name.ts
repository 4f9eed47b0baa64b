/* Names in archives. They are text and never a place on the disk: nothing is unpacked there, so '../x' does no harm. */
import { basename } from 'node:path/posix'
import { directoryRule, fileRule, secretRule } from '../../sources/exclusions.ts'
import { extensionOf, kindOfPath } from '../document-kind.ts'
import { namedOnlyKind } from '../named-only.ts'

/**
 * What becomes of a member: a document, an archive inside, an export of conversations, an mbox, what its bytes say (`unsure`: a text may
 * be an mbox, and so may a name without an ending), Outlook's archives, only its name, or nothing.
 */
export type MemberKind = 'document' | 'archive' | 'conversations' | 'mbox' | 'unsure' | 'outlook' | 'name' | 'nothing'

/** Between an archive and its member where the archive is a member itself. */
export const innerMark = '!/'

/** Of archives that are read. */
export const archiveEndings: ReadonlySet<string> = new Set(['zip', 'tar', 'tgz', 'gz'])
const mboxEndings: ReadonlySet<string> = new Set(['mbox', 'mbx'])
const outlookEndings: ReadonlySet<string> = new Set(['pst', 'ost'])

const mostNameCharacters = 1000

/**
 * A member's name as part of a document's name: on one line, with single slashes ('//' stands before what is attached), no '!/', and not as
 * the pages of a history are called.
 */
export function memberName(written: string): string {
  const name = written.toWellFormed().slice(0, mostNameCharacters).toWellFormed()
  const slashed = name.includes('/') ? name : name.replaceAll('\\', '/')
  // oxlint-disable-next-line no-control-regex -- that is what they are
  const line = slashed.replace(/[\u0000-\u001f\u007f]/gu, '_')
  const single = line.replace(/\/{2,}/gu, '/').replaceAll(innerMark, '!_/')
  return single.replace(/^(https?):\//iu, '$1_/') || '(no name)'
}

/** By the name alone, and what a folder's listing would leave out left out here as well. */
export function memberKind(name: string): MemberKind {
  if (isExcluded(name)) return 'nothing'
  if (/^conversations[^/]*\.json$/iu.test(basename(name))) return 'conversations'
  const ending = extensionOf(name)
  if (kindOfPath(name) !== null) return ending === 'txt' ? 'unsure' : 'document'
  if (archiveEndings.has(ending)) return 'archive'
  if (mboxEndings.has(ending)) return 'mbox'
  if (outlookEndings.has(ending)) return 'outlook'
  if (ending === '') return 'unsure'
  return namedOnlyKind(name) !== null ? 'name' : 'nothing'
}

/** Whether the name is that of a file with many documents: an archive or a mailbox. */
export function holdsDocuments(name: string): boolean {
  const ending = extensionOf(name)
  return archiveEndings.has(ending) || mboxEndings.has(ending) || outlookEndings.has(ending)
}

function isExcluded(name: string): boolean {
  const folders = name.split('/')
  const file = folders.pop() ?? ''
  const isLeftOut = (folder: string, i: number): boolean =>
    (secretRule(folder, true) ?? directoryRule(folder, folders[i - 1] ?? '')) !== undefined
  // macOS writes a second file beside each one: '._name'.
  return folders.some(isLeftOut) || file.startsWith('._') || (secretRule(file, false) ?? fileRule(file)) !== undefined
}
