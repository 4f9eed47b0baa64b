import { useEffect, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { DocumentText } from '../../core/types.ts'

/** Pixels that are seen above the passage that was found. */
const hitMargin = 56

/**
 * Scrolls `body` to the passage that was found, and where that is long on to what was meant in it: its best sentence, else its first marked
 * word. By hand: scrollIntoView would scroll everything around as well.
 * @param shown what is shown, as a name; '' for nothing
 */
export function useScrollToHit(body: RefObject<HTMLElement | null>, shown: string): void {
  useEffect(() => {
    const frame = body.current
    const hit = frame?.querySelector<HTMLElement>('[data-hit]')
    if (shown === '' || !frame || !hit) return
    const top = topIn(frame, hit)
    const meant = frame.querySelector<HTMLElement>('[data-best]') ?? hit.querySelector('mark')
    frame.scrollTo({
      top: scrollFor({ top, meant: meant === null ? top : topIn(frame, meant), height: frame.clientHeight }),
      behavior: 'instant',
    })
  }, [body, shown])
}

/** What is read on above leaves what is seen where it is. */
export function useKeptPlace(body: RefObject<HTMLElement | null>, text: DocumentText | null): void {
  const before = useRef({ uri: '', first: 0, height: 0 })
  useLayoutEffect(() => {
    const frame = body.current
    if (frame === null || text === null) return
    const { uri, first, height } = before.current
    const now = { uri: text.uri, first: text.passages[0]?.index ?? 0, height: frame.scrollHeight }
    if (now.uri === uri && now.first < first) frame.scrollBy({ top: now.height - height, behavior: 'instant' })
    before.current = now
  }, [body, text])
}

/** All pixels. What is meant stands in the upper two thirds of the frame, its passage's beginning above it where both have room. */
export function scrollFor({
  top,
  meant,
  height,
}: {
  readonly top: number
  readonly meant: number
  readonly height: number
}): number {
  const isSeen = meant - top + hitMargin < (height * 2) / 3
  return Math.max(0, (isSeen ? top : meant - height / 4) - (isSeen ? hitMargin : 0))
}

/** Scrolls `frame`, and nothing around it, until `element` stands in its middle. */
export function scrollToMiddle(frame: HTMLElement, element: HTMLElement): void {
  frame.scrollTo({ top: topIn(frame, element) - frame.clientHeight / 2, behavior: 'instant' })
}

/** From the beginning of what is scrolled, over whatever is positioned itself between the two: a passage, a table's cell, a page. */
function topIn(frame: HTMLElement, element: HTMLElement): number {
  let top = 0
  for (let at: Element | null = element; at instanceof HTMLElement && at !== frame; at = at.offsetParent)
    top += at.offsetTop
  return top
}
