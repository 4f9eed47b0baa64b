import type { SearchHit } from '../../core/types.ts'
import { markedIn } from '../ui/words.ts'

/** Characters of a snippet that are seen in a row, about: two lines of the narrowest list. */
const seen = 100

/** Characters shown before the first marked word where it stood too far behind. */
const before = 30

/**
 * A hit's snippet as its row shows it: from its best sentence on, and where that has the words too far behind, from a few words before them
 * on. Rows show two lines, snippets may have five.
 */
export function rowSnippet({ snippet, best }: Pick<SearchHit, 'snippet' | 'best'>, pattern: RegExp | null): string {
  if (snippet.length <= seen) return snippet
  const from = best === undefined || best.end <= seen ? 0 : best.start
  const shown = snippet.slice(from)
  const first = pattern === null ? undefined : markedIn(shown.normalize('NFC'), pattern)[0]
  if (first === undefined || first.end <= seen) return from === 0 ? snippet : `…${shown}`
  const cut = shown.lastIndexOf(' ', first.start - before)
  return `…${shown.slice(cut < 0 ? first.start : cut + 1)}`
}
