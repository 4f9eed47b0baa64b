/* What was typed, cut into pieces at blanks, quotes and colons; what they mean is not looked at yet. */

export type Piece = { readonly start: number; readonly end: number; readonly isExcluded: boolean } & (
  | { readonly kind: 'word'; readonly text: string }
  /** `within`: the number after a tilde. */
  | { readonly kind: 'phrase'; readonly text: string; readonly within: number | null }
  /** A name, a colon and what follows; the value of a quoted one without its quotes. */
  | { readonly kind: 'operator'; readonly name: string; readonly value: string; readonly isQuoted: boolean }
  | { readonly kind: 'or' }
)

/** A query in pieces. */
export interface Pieces {
  readonly pieces: readonly Piece[]
  /** A quotation mark has no partner. */
  readonly isUnbalanced: boolean
}

/** Blanks, control characters, and the marks of writing direction that nobody sees. */
const blank = /[\s\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u
const openings = '"“”„«'
const closings: Readonly<Record<string, string>> = { '"': '"', '“': '”"', '”': '”"', '„': '“”"', '«': '»"' }
const operator = /^(\p{L}[\p{L}-]*):/u

/** A query cut at blanks, quotation marks and operators. */
export function piecesOf(typed: string): Pieces {
  const pieces: Piece[] = []
  let isUnbalanced = false
  for (let at = 0; at < typed.length;) {
    if (blank.test(typed[at]) || typed[at] === '(') {
      at++
      continue
    }
    const isExcluded = typed[at] === '-' && isBeginning(typed, at + 1)
    const from = isExcluded ? at + 1 : at
    const quoted = quotedAt(typed, from)
    const isOpen = quoted === null && openings.includes(typed[from])
    isUnbalanced ||= isOpen
    // A mark without a partner is passed over: what follows are words.
    const piece = quoted ?? pieceAt(typed, isOpen ? from + 1 : from)
    const end = Math.max(piece.end, at + 1)
    if (piece.kind !== 'word' || /[\p{L}\p{N}\p{S}]/u.test(piece.text))
      pieces.push({ ...piece, start: at, end, isExcluded })
    at = end
  }
  return { pieces, isUnbalanced }
}

/** After a minus: what begins a word. '--flag' and '- ' are no exclusions. */
function isBeginning(typed: string, at: number): boolean {
  return at < typed.length && !blank.test(typed[at]) && typed[at] !== '-'
}

type Bare<T> = T extends unknown ? Omit<T, 'start' | 'isExcluded'> : never
type Found = Bare<Piece>

function quotedAt(typed: string, at: number): Found | null {
  const text = insideQuotes(typed, at)
  if (text === null) return null
  const end = at + text.length + 2
  const tilde = /^~(\d{1,3})/.exec(typed.slice(end, end + 4))
  return { kind: 'phrase', text, within: tilde === null ? null : Number(tilde[1]), end: end + (tilde?.[0].length ?? 0) }
}

/** What stands between the mark at `at` and its partner; null where there is no mark or no partner. */
function insideQuotes(typed: string, at: number): string | null {
  if (at >= typed.length || !openings.includes(typed[at])) return null
  const closing = closings[typed[at]]
  for (let end = at + 1; end < typed.length; end++) {
    if (closing.includes(typed[end])) return typed.slice(at + 1, end)
  }
  return null
}

function pieceAt(typed: string, from: number): Found {
  let end = from
  while (end < typed.length && !blank.test(typed[end])) end++
  const text = typed.slice(from, end)
  if (text === 'OR') return { kind: 'or', end }
  const name = operator.exec(text)?.[1]
  // (a OR b): the bracket that was opened before is no part of the word.
  if (name === undefined) return { kind: 'word', text: text.includes('(') ? text : text.replace(/\)+$/, ''), end }
  const valueAt = from + name.length + 1
  const quoted = insideQuotes(typed, valueAt)
  if (quoted !== null) {
    return { kind: 'operator', name, value: quoted, isQuoted: true, end: valueAt + quoted.length + 2 }
  }
  const value = typed.slice(valueAt, end).replace(/^["“„«]|\)+$/g, '')
  return { kind: 'operator', name, value, isQuoted: false, end }
}
