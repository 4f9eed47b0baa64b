/*
 * Paths as a person reads them. A path is cut at '\' only where it is a Windows path: elsewhere '\' is a letter like
 * any other.
 */
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

/** The path of the folder around, as written. */
export function parentText(path: string): string {
  const trimmed = path.replace(/[/\\]+$/u, '')
  return trimmed.slice(0, Math.max(trimmed.lastIndexOf(separatorOf(path)), 0)) || separatorOf(path)
}

/**
 * Where a document is, short enough for its row: the library folder's name, as many folders as fit (nearest to the
 * file first), the file name. 'Documents › … › 2024 › report.pdf'.
 * @param folders absolute paths of the library's folders; a path in none of them begins with its own first part
 */
export function placeText(path: string, folders: readonly string[], longest = longestPlace): string {
  const [root, ...inside] = partsInside(path, folders)
  const name = shortName(inside.pop() ?? root, Math.max(longest - 20, 16))
  if (inside.length === 0 && name === root) return name
  const kept: string[] = []
  let length = root.length + name.length + 6
  while (inside.length > 0 && length + inside.at(-1)!.length + 3 <= longest) {
    const part = inside.pop()!
    kept.unshift(part)
    length += part.length + 3
  }
  return [root, ...(inside.length > 0 ? [ellipsis] : []), ...kept, name].join(' › ')
}

function partsInside(path: string, folders: readonly string[]): string[] {
  const separator = separatorOf(path)
  const around = folders
    .map((folder) => (folder.endsWith(separator) ? folder : folder + separator))
    .filter((folder) => path.startsWith(folder))
    .toSorted((a, b) => b.length - a.length)[0]
  return around === undefined ? partsOf(path) : [fileName(around), ...partsOf(path.slice(around.length), separator)]
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

/** The name of a document inside its file, 'photos/plan.zip › offer.txt'; '' where it is only a number of bytes. */
export function partText(part: string): string {
  const [carrier, ...attached] = part.split('//')
  // What is attached has its number in front of its name, so that two of one name are told apart.
  const names = [carrier, ...attached.map((name) => name.replace(/^\d+ /u, ''))]
  return names.filter((name) => /\p{L}/u.test(name)).join(' › ')
}

/** Titles of the documents that say the same, each once: answers in a thread have the same. */
export function copyTitles(also: readonly { readonly title: string }[]): string {
  const titles = Map.groupBy(also, ({ title }) => title)
  return [...titles].map(([title, { length }]) => (length > 1 ? `${title} (${countText(length)})` : title)).join(', ')
}
