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

/** The title, and the words of the address. */
export function pageText({ address, title, visited, visits }: VisitedPage): ExtractedText {
  const { hostname, pathname } = new URL(address)
  const site = hostname.replace(/^www\./u, '')
  const name = folded(title).slice(0, longestLine)
  const words = folded(`${site} ${decoded(pathname).replaceAll(/[/_+.~-]+/gu, ' ')}`).slice(0, longestLine)
  return {
    kind: 'history',
    text: (name === '' ? words : `${name}\n${words}`).toWellFormed(),
    isOwnBytes: false,
    title: (name === '' ? words : name).slice(0, 200).toWellFormed(),
    headings: [],
    facts: { site, ...(visited > 0 && { dated: visited }), ...(visits > 0 && { visits }) },
  }
}

const longestLine = 500

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
