import { addressOfPart } from '../text/containers/history-page.ts'
import type { SearchHit } from '../types.ts'

/** 1,536 → '1.5 KB'; decimal units. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** '12,345'. */
export function formatCount(count: number): string {
  return count.toLocaleString('en')
}

/** So many in a second: '1,240', '0.4'; below ten with a digit behind the point, so that what is slow is not nothing. */
export function formatRate(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))
}

/** 3 files, 1 file. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** '4.8 %' for 0.048. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** '45 s', '12 min', '3 h 05 min'. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** '4.1 MB of text in 12 s (342 KB/s)'; of what took no second, 'in less than a second', since most of that is the start. */
export function textReadText(bytes: number, ms: number): string {
  if (ms < 1000) return `${formatBytes(bytes)} of text in less than a second`
  return `${formatBytes(bytes)} of text in ${formatDuration(ms)} (${formatBytes((bytes * 1000) / ms)}/s)`
}

/**
 * Text of a file, a mail or a model for a terminal: without the signs that move its cursor, change its title or paint over
 * what was there, and without those that turn the direction of writing round.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))
}

/** Where something can be opened, as tools for texts understand it: PATH:LINE; of a document in a file, its part; a page's address. */
export function placeText({
  path,
  part,
  uri,
  line,
  page,
}: Pick<SearchHit, 'path' | 'part' | 'uri' | 'line' | 'page'>): string {
  if (addressOfPart(part) === uri) return uri
  if (part !== '') return `${path} # ${part}`
  if (line !== undefined) return `${path}:${line}`
  return page === undefined ? path : `${path}, page ${page}`
}
