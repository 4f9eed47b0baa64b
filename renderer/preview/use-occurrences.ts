import { useState } from 'react'
import type { RefObject } from 'react'
import type { DocumentText } from '../../core/types.ts'
import { markedIn } from '../ui/words.ts'

export interface Occurrences {
  /** From 1; 0 while none is visited. */
  readonly current: number
  /** Goes to the next marked word, or to the one before; round at both ends. */
  go(by: 1 | -1): void
}

/** The marked words inside `element`, which shows `shown`: which one is current. */
export function useOccurrences(element: RefObject<HTMLElement | null>, shown: unknown): Occurrences {
  const [visited, setVisited] = useState<{ readonly shown: unknown; readonly number: number }>({
    shown: null,
    number: 0,
  })
  const current = visited.shown === shown ? visited.number : 0
  function go(by: 1 | -1): void {
    const marks = Array.from(element.current?.querySelectorAll('mark') ?? [])
    if (marks.length === 0) return
    const first = by === 1 ? firstAtHit(marks) : marks.length
    const next = current === 0 ? first : ((current - 1 + by + marks.length) % marks.length) + 1
    for (const mark of marks) delete mark.dataset['current']
    marks[next - 1].dataset['current'] = 'true'
    marks[next - 1].scrollIntoView({ block: 'center' })
    setVisited({ shown, number: next })
  }
  return { current, go }
}

/** Words that the pattern marks in what is shown of a text. */
export function countIn(text: DocumentText | null, pattern: RegExp | null): number {
  if (text === null || pattern === null) return 0
  return text.passages.reduce((sum, { text }) => sum + markedIn((text ?? '').normalize('NFC'), pattern).length, 0)
}

/** The first marked word of the passage that was found, else the first of all. */
function firstAtHit(marks: readonly HTMLElement[]): number {
  const index = marks.findIndex((mark) => mark.closest('[data-hit]') !== null)
  return index < 0 ? 1 : index + 1
}
