import { hash } from 'node:crypto'
import type { ExtractedText } from '../extracted.ts'
import type { PrivatePages } from './history-hosts.ts'

/** One page of a history: its visits together. */
export interface VisitedPage {
  /** As `pageAddress` answers it. */
  readonly address: string
  /** '' where none is known. */
  readonly title: string
  /** Milliseconds since 1970 of the last visit; 0 where it is not known. */
  readonly visited: number
  /** How often; 0 where it is not known. */
  readonly visits: number
}

/** Longer ones are data, not addresses. */
const longestUrl = 4096

/**
 * The address of a page without query, fragment, name and password: 'https://example.org/a'. null for what is left out: no web page,
 * or a private one.
 */
export function pageAddress(url: string, isPrivate: PrivatePages): string | null {
  if (url.length > longestUrl || !/^https?:\/\//iu.test(url)) return null
  const parsed = URL.parse(url)
  if (parsed === null || isPrivate(parsed.hostname, parsed.pathname)) return null
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`
}

/** A part has no '//' in its name: 'https:/example.org/a'. */
export function partOfAddress(address: string): string {
  return address.replace('//', '/').replaceAll('//', '/%2F')
}

/** null for what is no page's part. */
export function addressOfPart(part: string): string | null {
  const page = /^(https?:)\/+(.+)$/su.exec(part)
  return page === null ? null : `${page[1]}//${page[2].replaceAll('/%2F', '//')}`
}

/** The name that all addresses of one page have: 'https:/example.org/a' also of 'http:/www.example.org/a/'. */
export function pageName(part: string): string {
  return part.replace(/^https?:\/(?:www\.)?(.+?)\/?$/su, 'https:/$1')
}

/** The parts of all addresses of one page. */
export function pageParts(part: string): string[] {
  const name = pageName(part).replace(/^https:\//u, '')
  const hosts = ['https:/', 'http:/', 'https:/www.', 'http:/www.']
  return hosts.flatMap((host) => [`${host}${name}`, `${host}${name}/`])
}

/** What a page is called: its title, else the words of its address. */
export function shownTitle({ address, title }: Pick<VisitedPage, 'address' | 'title'>): string {
  const name = folded(title).slice(0, longestTitle).toWellFormed()
  return name === '' ? wordsOf(address).slice(0, longestTitle).toWellFormed() : name
}

/**
 * 64 bits that tell the versions of a page apart: of what a library keeps of it, so that it need not keep these as well. `title` as it
 * is shown, `visited` as in `VisitedPage`.
 */
export function stampOfPage(part: string, { title, visited, visits }: Omit<VisitedPage, 'address'>): bigint {
  return hash('sha256', JSON.stringify([part, title, visited, visits]), 'buffer').readBigUInt64LE()
}

/** The title, and the words of the address. */
export function pageText({ address, title, visited }: VisitedPage): ExtractedText {
  const shown = shownTitle({ address, title })
  const site = new URL(address).hostname.replace(/^www\./u, '')
  return {
    kind: 'history',
    text: textOfPage(address, shown),
    isOwnBytes: false,
    title: shown,
    headings: [],
    facts: { site, ...(visited > 0 && { dated: visited }) },
  }
}

/** The same text from what a library keeps of a page: its part and its title. null for what is no page's part. */
export function textOfPart(part: string, title: string): string | null {
  const address = addressOfPart(part)
  return address === null ? null : textOfPage(address, title)
}

/** A page without a title is called by the words of its address. */
function textOfPage(address: string, title: string): string {
  const words = wordsOf(address)
  return words.slice(0, longestTitle).toWellFormed() === title ? words : `${title}\n${words}`
}

const longestTitle = 200
const longestLine = 500

function wordsOf(address: string): string {
  const { hostname, pathname } = new URL(address)
  const site = hostname.replace(/^www\./u, '')
  return folded(`${site} ${decoded(pathname).replaceAll(/[/_+.~-]+/gu, ' ')}`)
    .slice(0, longestLine)
    .toWellFormed()
}

function folded(text: string): string {
  return text.replaceAll(/[\s\0]+/gu, ' ').trim()
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
