import { stemEnglish } from '../../keywords/stem-english.ts'

/** The forms of a word share a row beside their own, so that a rare form learns from a frequent one. */
export interface SharedRows {
  /** Tokens of the vocabulary; the shared rows come behind theirs. */
  readonly tokens: number
  /** Rows in all. */
  readonly rows: number
  /** Row that a token shares, or -1. */
  readonly sharedBy: Int32Array
}

/** Groups words by their English stem; a stem of one form gets no row. */
export function stemRows(ids: ReadonlyMap<string, number>): SharedRows {
  const tokens = Math.max(...ids.values()) + 1
  const forms = new Map<string, number[]>()
  for (const [piece, id] of [...ids].toSorted(([, a], [, b]) => a - b)) {
    if (!/^[a-z]{3,}$/.test(piece)) continue
    const stem = stemEnglish(piece)
    const known = forms.get(stem)
    if (known === undefined) forms.set(stem, [id])
    else known.push(id)
  }
  const sharedBy = new Int32Array(tokens).fill(-1)
  let rows = tokens
  for (const group of forms.values()) {
    if (group.length === 1) continue
    for (const id of group) sharedBy[id] = rows
    rows++
  }
  return { tokens, rows, sharedBy }
}

/** One row a token: its own and the one it shares, added up. */
export function foldRows(table: Float32Array, dimensions: number, { tokens, sharedBy }: SharedRows): Float32Array {
  const folded = table.slice(0, tokens * dimensions)
  for (let token = 0; token < tokens; token++) {
    if (sharedBy[token] < 0) continue
    const [own, shared] = [token * dimensions, sharedBy[token] * dimensions]
    for (let i = 0; i < dimensions; i++) folded[own + i] += table[shared + i]
  }
  return folded
}
