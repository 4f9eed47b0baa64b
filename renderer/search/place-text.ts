/*
 * Paths as a person reads them. A path is cut at '\' only where it is a Windows path: elsewhere '\' is a letter like
 * any other.
 */
import type { Copy } from '../../core/types.ts'
import type { AppStatus } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import { countText } from '../ui/number-text.ts'

/** Characters that a shortened path may have before folders in its middle are left out. */
const longestPlace = 64
const ellipsis = '…'

function partsOf(path: string, separator = separatorOf(path)): string[] {
  return path.split(separator).filter((part) => part !== '')
}

function separatorOf(path: string): '/' | '\\' {
  return /^(?:[A-Za-z]:\\|\\\\)/u.test(path) ? '\\' : '/'
}

/** The last part of a path. */
export function fileName(path: string): string {
  return partsOf(path).at(-1) ?? path
}

/** What one of the library's folders and files is called: the name that it has in the status, else the last part of its path. */
export function folderName(path: string, { folderNames }: Pick<AppStatus, 'folderNames'>): string {
  return folderNames?.[path] ?? fileName(path)
}

/** The path of the folder around, as written. */
export function parentText(path: string): string {
  const trimmed = path.replace(/[/\\]+$/u, '')
  return trimmed.slice(0, Math.max(trimmed.lastIndexOf(separatorOf(path)), 0)) || separatorOf(path)
}

/** What says where a document is. */
export interface Placed {
  readonly path: string
  readonly part: string
  readonly uri: string
}

/** The web address of a page of a history; null for what is in a file of its own. */
export function addressOf({ uri }: Pick<Placed, 'uri'>): string | null {
  return /^https?:\/\//iu.test(uri) ? uri : null
}

/** The host of an address as a person knows it, without 'www.' and a port. */
export function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^www\./u, '')
}

/**
 * Where a document is, short enough for its row. A file: the library folder's name, as many folders as fit (nearest to the file first),
 * the file name, and the names of its parts: 'Documents', '…', '2024', 'plans.zip', 'roof.pdf'. A page: host and path of its address,
 * 'docs.python.org', '3', 'library'.
 * @param folders absolute paths of the library's folders; a path in none of them begins with its own first part
 */
export function placeOf(placed: Placed, folders: readonly string[], longest = longestPlace): readonly string[] {
  const address = addressOf(placed)
  if (address !== null) return shortened(stepsOf(address), longest)
  return [...shortened(partsInside(placed.path, folders), longest), ...partNames(placed.part)]
}

/** The whole of it: a page's address, or a file's path and which part of it. */
export function wholePlace(placed: Placed): string {
  return addressOf(placed) ?? [placed.path, ...partNames(placed.part)].join(stepMark)
}

/** Between the steps of a place. */
export const stepMark = ' › '

const directionSigns = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

/** Host and path of an address. What it spells as '%E2%80%AE' must not turn the writing round. */
export function stepsOf(address: string): string[] {
  const { host, pathname } = new URL(address)
  const steps = pathname.split('/').map((step) => decoded(step).replaceAll(directionSigns, ''))
  return [host.replace(/^www\./u, ''), ...steps.filter((step) => step.trim() !== '')]
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** The first and the last step, and of those between them the last ones that fit. */
function shortened([root, ...inside]: readonly string[], longest: number): string[] {
  const name = shortName(inside.pop() ?? root, Math.max(longest - 20, 16))
  if (inside.length === 0 && name === root) return [name]
  const kept: string[] = []
  let length = root.length + name.length + 6
  while (inside.length > 0 && length + inside.at(-1)!.length + 3 <= longest) {
    const part = inside.pop()!
    kept.unshift(part)
    length += part.length + 3
  }
  return [root, ...(inside.length > 0 ? [ellipsis] : []), ...kept, name]
}

function partsInside(path: string, folders: readonly string[]): string[] {
  const around = folders.filter((folder) => isBelow(path, folder)).toSorted((a, b) => b.length - a.length)[0]
  if (around === undefined) return partsOf(path)
  return [fileName(around), ...partsOf(path.slice(around.length), separatorOf(path))]
}

/** Whether a path is in a folder, at any depth. */
export function isBelow(path: string, folder: string): boolean {
  const separator = separatorOf(path)
  return path.startsWith(folder.endsWith(separator) ? folder : folder + separator)
}

/** A name of more than `most` characters (at least 14) keeps its beginning and its end, the file type with it. */
export function shortName(name: string, most: number): string {
  const letters = Array.from(name)
  if (letters.length <= most) return name
  return `${letters.slice(0, most - 13).join('')}${ellipsis}${letters.slice(-12).join('')}`
}

/** Who wrote it as a person says it: 'Anna Smith' of 'Anna Smith <anna@example.org>'. */
export function senderText(sender: string): string {
  const name = sender
    .replace(/\s*<[^>]*>\s*$/u, '')
    .replaceAll('"', '')
    .trim()
  return name === '' ? sender.replaceAll(/[<>]/gu, '') : name
}

/** Names of a document inside its file, outermost first: 'plans.zip', 'offer.txt'; none where it is only a number of bytes. */
export function partNames(part: string): string[] {
  // What is attached has its number in front of its name, so that two of one name are told apart.
  const names = part.split(/\/\/|!\//u).map((name, i) => (i === 0 ? name : name.replace(/^\d+ /u, '')))
  return names.filter((name) => !/^[\d+-]*$/u.test(name)).flatMap((name) => name.split('/'))
}

function placeInside({ path, part }: Pick<Placed, 'path' | 'part'>): string {
  return [fileName(path), ...partNames(part)].join(stepMark)
}

/**
 * Titles of the documents that say the same, each once: answers in a thread have the same. One in another file that has the title of
 * `own` is named by that file, with what it is in it. A page was seen in several browsers.
 */
export function copyTitles(also: readonly Copy[], own: Pick<Copy, 'path' | 'uri' | 'title'>): string {
  const names = also.map((copy) => {
    if (copy.uri === own.uri) return t('results.otherBrowser')
    const isElsewhere = copy.path !== own.path && addressOf(copy) === null
    return isElsewhere && copy.title === own.title ? placeInside(copy) : copy.title
  })
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, { length }]) => (length > 1 ? `${name} (${countText(length)})` : name))
    .join(', ')
}
