import { useRef } from 'react'

/** The searches that Alt+↑ and Alt+↓ go through. */
export interface QueryHistory {
  /** One search back (1) or forward (-1) from `text`; null where that is not one of them, or there are no more. */
  step(text: string, by: 1 | -1): string | null
}

/**
 * From an empty field Alt+↑ brings back the searches of before, Alt+↓ the way to the empty field again. What is typed, or changed, is no
 * part of it: there the keys unfold and fold.
 */
export function useQueryHistory(recent: readonly string[]): QueryHistory {
  // As they were when the person began: to look at a result puts its search on top.
  const walk = useRef<{ readonly queries: readonly string[]; readonly at: number }>({ queries: [], at: -1 })
  return {
    step(text, by) {
      const { queries, at } = text === '' ? { queries: recent, at: -1 } : walk.current
      if (text !== '' && queries[at] !== text) return null
      const next = at + by
      if (next < -1 || next >= queries.length) return null
      walk.current = { queries, at: next }
      return queries[next] ?? ''
    },
  }
}
