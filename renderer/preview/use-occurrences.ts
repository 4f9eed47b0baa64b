import { useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { DocumentText } from '../../core/types.ts'
import { markedIn } from '../ui/words.ts'
import { scrollToMiddle } from './use-scroll-to-hit.ts'

export interface Occurrences {
  /** From 1; 0 while none is visited. */
  readonly current: number
  /** Goes to the next marked word, or to the one before: through the whole document, reading on at its ends; round where it is read. */
  go(by: 1 | -1): void
}

interface OccurrenceParts {
  /** What is shown: another text of the same document is another one. */
  readonly shown: unknown
  /** Which passage of which document it is around. */
  readonly place: string
  /** Whether there is more of the document above and below what is shown. */
  readonly more: { readonly above: boolean; readonly below: boolean }
  onMore(by: 1 | -1): void
}

/** A step beyond what is shown, until that is read. */
interface Waiting {
  readonly place: string
  readonly by: 1 | -1
  /** Marked words there were before. */
  readonly count: number
}

/** The marked words inside `element`: which one is current. */
export function useOccurrences(
  element: RefObject<HTMLElement | null>,
  { shown, place, more, onMore }: OccurrenceParts,
): Occurrences {
  const [visited, setVisited] = useState<{ readonly shown: unknown; readonly number: number }>({
    shown: null,
    number: 0,
  })
  const waiting = useRef<Waiting | null>(null)
  const current = visited.shown === shown ? visited.number : 0
  const marksNow = (): HTMLElement[] => Array.from(element.current?.querySelectorAll('mark') ?? [])

  function visit(marks: readonly HTMLElement[], number: number): void {
    for (const mark of marks) delete mark.dataset['current']
    marks[number - 1].dataset['current'] = 'true'
    if (element.current !== null) scrollToMiddle(element.current, marks[number - 1])
    setVisited({ shown, number })
  }
  function step(marks: readonly HTMLElement[], from: number, by: 1 | -1): void {
    const isAtEnd = by === 1 ? from === marks.length : from === 1
    if (isAtEnd && (by === 1 ? more.below : more.above)) {
      waiting.current = { place, by, count: marks.length }
      onMore(by)
    } else visit(marks, ((from - 1 + by + marks.length) % marks.length) + 1)
  }
  function go(by: 1 | -1): void {
    const marks = marksNow()
    if (marks.length === 0 || waiting.current?.place === place) return
    if (current === 0) visit(marks, by === 1 ? firstAtHit(marks) : marks.length)
    else step(marks, current, by)
  }
  useLayoutEffect(() => {
    const asked = waiting.current
    waiting.current = null
    const marks = marksNow()
    if (asked?.place !== place || marks.length === 0) return
    const { by, count } = asked
    const added = marks.length - count
    if (added > 0) visit(marks, by === 1 ? count + 1 : added)
    else step(marks, by === 1 ? count : 1, by)
    // Once for each text that is read on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shown])
  return { current, go }
}

/** Words that the pattern marks in what is shown of a text. */
export function countIn(text: DocumentText | null, pattern: RegExp | null): number {
  if (text === null || pattern === null) return 0
  return text.passages.reduce((sum, { text }) => sum + markedIn((text ?? '').normalize('NFC'), pattern).length, 0)
}

/** The first marked word of the best sentence, else of the passage that was found, else the first of all. */
function firstAtHit(marks: readonly HTMLElement[]): number {
  const first = (around: string): number => marks.findIndex((mark) => mark.closest(around) !== null)
  const index = first('[data-best]')
  return (index < 0 ? Math.max(first('[data-hit]'), 0) : index) + 1
}
