/* What SQLite cannot do by itself, for conditions on documents. */
import type Database from 'better-sqlite3'
import { fold } from '../keywords/fold.ts'
import { decodeOutline } from '../text/outline.ts'

/** Titles that are remembered, about 10 MB: beyond it all are forgotten, those of versions that left with them. */
const mostTitles = 100_000

/**
 * `fold_text(text)`: without case and accents. `fold_words(text)`: its words so, each after one blank, so that a word's beginning
 * is found as ' beginn'. `title_words(id, outline)`: the words of a document's title.
 */
export function defineFunctions(database: Database.Database): void {
  const options = { deterministic: true }
  const titles = new Map<bigint, string>()
  database.function('fold_text', options, (text: unknown) => (typeof text === 'string' ? fold(text) : null))
  database.function('fold_words', options, (text: unknown) => (typeof text === 'string' ? foldWords(text) : null))
  database.function('title_words', options, (id: unknown, outline: unknown) => {
    if (typeof id !== 'bigint' || !(outline instanceof Uint8Array)) return null
    // A version's title never changes.
    let words = titles.get(id)
    if (words !== undefined) return words
    if (titles.size >= mostTitles) titles.clear()
    words = foldWords(decodeOutline(outline).title)
    titles.set(id, words)
    return words
  })
}

/** ' anna smith anna example org' for 'Anna Smith <anna@example.org>'. */
export function foldWords(text: string): string {
  const words = fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.map((word) => ` ${word}`).join('')
}
