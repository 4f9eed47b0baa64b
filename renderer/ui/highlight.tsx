import type { ReactNode } from 'react'

/** A text with everything that `pattern` (global) matches in <mark>; a text without a match stays one string. */
export function Highlight({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }): ReactNode {
  const composed = text.normalize('NFC')
  if (pattern === null) return composed
  const parts: ReactNode[] = []
  let from = 0
  for (const match of composed.matchAll(pattern)) {
    if (match.index > from) parts.push(composed.slice(from, match.index))
    parts.push(<mark key={match.index}>{match[0]}</mark>)
    from = match.index + match[0].length
  }
  if (from === 0) return composed
  parts.push(composed.slice(from))
  return parts
}
