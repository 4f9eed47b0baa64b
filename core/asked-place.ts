/* What a person asks about, as they and our own output name it. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file or folder, a document in a file, or a page of the web. */
export type AskedPlace =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'part'; readonly path: string; readonly part: string }
  | { readonly kind: 'page'; readonly url: string }

/** Between a file and its part where `leantern list` prints them. */
const partMark = ' # '

/**
 * 'FILE # PART', a `file:` address with the part after '#', a page's address, or a path. A name on this disk that has the mark in it
 * is a name. Relative paths are below the working directory.
 */
export function askedPlace(asked: string): AskedPlace {
  if (/^https?:\/\//iu.test(asked)) return { kind: 'page', url: asked }
  if (/^file:\/\//iu.test(asked)) return placeOfAddress(asked)
  const marks = [...asked.matchAll(new RegExp(partMark, 'gu'))].map(({ index }) => index)
  if (marks.length === 0 || existsSync(asked)) return { kind: 'path', path: resolve(asked) }
  const mark = marks.find((at) => existsSync(asked.slice(0, at))) ?? marks[0]
  return { kind: 'part', path: resolve(asked.slice(0, mark)), part: asked.slice(mark + partMark.length) }
}

/** As `leantern list` prints it, and as it is asked about. */
export function placeText({ path, part }: { readonly path: string; readonly part: string }): string {
  return part === '' ? path : `${path}${partMark}${part}`
}

/** The same question for a process that works in another directory. */
export function absoluteAsked(asked: string): string {
  const place = askedPlace(asked)
  switch (place.kind) {
    case 'page':
      return place.url
    case 'part':
      return placeText(place)
    case 'path':
      return place.path
  }
}

function placeOfAddress(address: string): AskedPlace {
  const url = URL.parse(address)
  if (url === null) return { kind: 'path', path: resolve(address) }
  const part = decoded(url.hash.slice(1))
  url.hash = ''
  const path = pathOf(url)
  return part === '' ? { kind: 'path', path } : { kind: 'part', path, part }
}

/** Addresses with a host or a slash as '%2F' name no file here: the answer is that nothing is there. */
function pathOf(url: URL): string {
  try {
    return fileURLToPath(url)
  } catch {
    return resolve(url.pathname)
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
