import { waysToPart } from './ranges.ts'

/** Bytes, both ends counting; null: open. */
export interface SizeRange {
  readonly least: number | null
  readonly most: number | null
}

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

/**
 * `>1MB`, `<=500k`, `1MB..5MB`, `1-5MB`; a size alone is the least. Null for anything else. The ends of a range are as they were
 * written: `least` may be more than `most`.
 */
export function parseSize(text: string): SizeRange | null {
  const found = /^(<=?|>=?)?(.*)$/s.exec(text)
  const bytes = bytesOf(found?.[2] ?? '')
  if (Number.isNaN(bytes)) return parseRange(text)
  switch (found?.[1]) {
    case '<':
      return { least: null, most: Math.ceil(bytes) - 1 }
    case '<=':
      return { least: null, most: bytes }
    case '>':
      return { least: Math.floor(bytes) + 1, most: null }
    default:
      return { least: bytes, most: null }
  }
}

function parseRange(text: string): SizeRange | null {
  for (const [first, last] of waysToPart(text)) {
    const least = first === '' ? null : bytesOf(first)
    const most = last === '' ? null : bytesOf(last)
    if (Number.isNaN(least ?? 0) || Number.isNaN(most ?? 0)) continue
    if (least === null || most === null) return { least, most }
    // 1..5MB, 1MB..5: the unit is of both, unless that is no range.
    const shared = /\d$/.test(first) ? bytesOf(first + unitOf(last)) : least
    const sharedMost = /\d$/.test(last) ? bytesOf(last + unitOf(first)) : most
    if (shared <= most) return { least: shared, most }
    return { least, most: least <= most ? most : sharedMost }
  }
  return null
}

function unitOf(size: string): string {
  return size.replace(/^[\d.,\s]+/, '')
}

/** NaN for what is no size. KiB and the like count in 1,024s. */
function bytesOf(text: string): number {
  const found = /^(\d+(?:[.,]\d+)?)\s*([kmgt]?)(i?)b?$/i.exec(text.trim())
  if (found === null) return NaN
  const unit = units[found[2].toLowerCase()]
  const exact = found[3] === '' ? unit : 1024 ** Math.round(Math.log10(unit) / 3)
  return Number(found[1].replace(',', '.')) * exact
}
