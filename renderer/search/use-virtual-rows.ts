import {
  defaultRangeExtractor,
  measureElement,
  useVirtualizer,
  type Range,
  type Virtualizer,
} from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { Row } from './rows.ts'

/** Pixels, before a row has been measured. */
const documentHeight = 82
const passageHeight = 58

/**
 * Rows in the page beyond those that are seen. At the top, where a list is while somebody types, each of them is made anew for every
 * answer; below it the next ones have to be there before they are scrolled to.
 */
const overscan = { top: 1, below: 3 } as const

/** Pixels that a row keeps from the edges of the list when it is scrolled to. */
const scrollPadding = { scrollPaddingStart: 6, scrollPaddingEnd: 8 } as const

/** What fits on the largest window; also where there is no layout, as in tests. */
const usualRect = { width: 760, height: 640 }

/** CSS pixels. */
interface Size {
  readonly width: number
  readonly height: number
}

interface VirtualRowsParts {
  readonly rows: readonly Row[]
  readonly selected: number
  /** Hears how high the list is, CSS pixels, once it was laid out and whenever that changes. */
  onHeight(height: number): void
}

/** Only the rows that are seen are in the page, and the selected one, which the field points to. */
export function useVirtualRows(
  frame: RefObject<HTMLDivElement | null>,
  { rows, selected, onHeight }: VirtualRowsParts,
): Lines {
  const last = useRef<Size | null>(null)
  /** A preview that opens, or larger letters, leave less room: the selected row is still the one that is meant. */
  function keepInSight(size: Size): void {
    const isTighter = last.current !== null && (size.width !== last.current.width || size.height < last.current.height)
    last.current = size
    if (!isTighter) return
    requestAnimationFrame(() => {
      const { lines, selected } = scroll.current
      if (selected >= 0) lines.scrollToIndex(selected, { align: 'auto' })
    })
  }
  // What is memoized by whoever uses it is never handed on.
  // oxlint-disable-next-line react/incompatible-library
  const lines = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => frame.current,
    getItemKey: (index) => rows[index].key,
    estimateSize: (index) => (rows[index].passage === 0 ? documentHeight : passageHeight),
    initialRect: usualRect,
    ...scrollPadding,
    observeElementRect: ({ scrollElement }, tell) =>
      observeSize(scrollElement, (size) => {
        onHeight(size.height)
        tell(size)
        keepInSight(size)
      }),
    measureElement: (line, entry, instance) =>
      entry === undefined && isAtTop(instance) ? assumedHeight(line, instance) : measureElement(line, entry, instance),
    rangeExtractor: (range) => rowsInPage(range, selected),
  })
  const scroll = useRef({ lines, selected })
  useEffect(() => {
    scroll.current = { lines, selected }
  })
  useEffect(() => {
    if (selected >= 0) scroll.current.lines.scrollToIndex(selected, { align: 'auto' })
  }, [selected])
  return lines
}

/** Tells an element's size after each layout that changed it; the first one is not asked for before its time. Nothing while it has none. */
function observeSize(element: Element | null, tell: (size: Size) => void): (() => void) | undefined {
  if (element === null) return
  const observer = new ResizeObserver(([{ borderBoxSize }]) => {
    const { inlineSize: width, blockSize: height } = borderBoxSize[0]
    if (height > 0) tell({ width, height })
  })
  observer.observe(element, { box: 'border-box' })
  return () => observer.disconnect()
}

type Lines = Virtualizer<HTMLDivElement, HTMLDivElement>

/** There the list is while somebody types: a row is where it belongs by itself, and its height is told after it was painted. */
function isAtTop({ scrollOffset }: Lines): boolean {
  return scrollOffset === null || scrollOffset <= 0
}

/** As it was measured before, else as estimated: to look would lay out the page once more for every answer. */
function assumedHeight(line: HTMLDivElement, { itemSizeCache, options, indexFromElement }: Lines): number {
  const index = indexFromElement(line)
  return itemSizeCache.get(options.getItemKey(index)) ?? options.estimateSize(index)
}

/** Indexes of the rows that are in the page, ascending: those seen, `startIndex` to `endIndex`, some beyond, and the selected one (-1: none). */
export function rowsInPage(seen: Omit<Range, 'overscan'>, selected: number): number[] {
  const beyond = seen.startIndex === 0 ? overscan.top : overscan.below
  const rows = defaultRangeExtractor({ ...seen, overscan: beyond })
  if (selected < 0 || selected >= seen.count || rows.includes(selected)) return rows
  return [...rows, selected].toSorted((a, b) => a - b)
}
