import { defaultRangeExtractor, observeElementRect, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { Row } from './rows.ts'

/** Pixels, before a row has been measured. */
const documentHeight = 82
const passageHeight = 58

/** What fits on the largest window; also where there is no layout, as in tests. */
const usualRect = { width: 760, height: 640 }

/** Only the rows that are seen are in the page, and the selected one, which the field points to. */
export function useVirtualRows(
  frame: RefObject<HTMLDivElement | null>,
  { rows, selected }: { readonly rows: readonly Row[]; readonly selected: number },
): Virtualizer<HTMLDivElement, HTMLDivElement> {
  // What is memoized by whoever uses it is never handed on.
  // oxlint-disable-next-line react/incompatible-library
  const lines = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => frame.current,
    getItemKey: (index) => rows[index].key,
    estimateSize: (index) => (rows[index].passage === 0 ? documentHeight : passageHeight),
    overscan: 3,
    initialRect: usualRect,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) => tell(rect.height === 0 ? usualRect : rect)),
    rangeExtractor(range) {
      const seen = defaultRangeExtractor(range)
      if (selected < 0 || selected >= rows.length || seen.includes(selected)) return seen
      return [...seen, selected].toSorted((a, b) => a - b)
    },
  })
  const scroll = useRef(lines)
  useEffect(() => {
    scroll.current = lines
  })
  useEffect(() => {
    if (selected >= 0) scroll.current.scrollToIndex(selected, { align: 'auto' })
  }, [selected])
  return lines
}
