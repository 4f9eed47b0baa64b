import type { ReactNode } from 'react'
import { markedIn } from './words.ts'

/** A text with the words of `pattern` in <mark>; a text without a word of it stays one string. */
export function Highlight({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }): ReactNode {
  const composed = text.normalize('NFC')
  if (pattern === null) return composed
  const parts: ReactNode[] = []
  let from = 0
  for (const { start, end } of markedIn(composed, pattern)) {
    if (start > from) parts.push(composed.slice(from, start))
    parts.push(<mark key={start}>{composed.slice(start, end)}</mark>)
    from = end
  }
  if (from === 0) return composed
  parts.push(composed.slice(from))
  return parts
}
