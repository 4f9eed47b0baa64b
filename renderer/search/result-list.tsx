import { memo, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import type { CSSProperties, RefObject } from 'react'
import { t, useLanguage } from '../i18n/i18n.ts'
import { headingAbove } from './by-date.ts'
import { useLate } from '../ui/use-late.ts'
import { ResultRow } from './result-row.tsx'
import type { Row } from './rows.ts'
import { listboxId } from './search-bar.tsx'
import { useVirtualRows } from './use-virtual-rows.ts'
import './result-list.css'

interface ResultListProps {
  readonly rows: readonly Row[]
  readonly unfolded: ReadonlySet<string>
  /** A newer question is being answered: these rows are about to go. */
  readonly isStale: boolean
  /** The newest question is not answered in full. */
  readonly isSearching: boolean
  readonly selected: number
  readonly folders: readonly string[]
  /** The query's words; null when it has none. */
  readonly pattern: RegExp | null
  /** Rows of another day, week or month get a heading. */
  readonly isByDate: boolean
  onSelect(index: number): void
  onOpen(row: Row): void
  onDrag(row: Row): void
  onFold(key: string, isUnfolded: boolean): void
  /** The end is near. */
  onMore(): void
}

/** Rows from the end at which more are fetched. */
const nearEnd = 4

/** Late enough that a quick answer does not flicker. */
const dimmedAfterMs = 90

/** The documents found. A press leaves the focus in the search field, which steers the list. */
export const ResultList = memo(function ResultList(props: ResultListProps) {
  const { rows, unfolded, isStale, isSearching, selected, folders, pattern, onSelect, onFold, onMore } = props
  const language = useLanguage()
  const { element, noteHeight } = useKeptHeight(isSearching)
  const lines = useVirtualRows(element, { rows, selected, onHeight: noteHeight })
  const items = lines.getVirtualItems()
  const isDimmed = useLate(isStale, dimmedAfterMs)
  const seen = useRef(0)
  useEffect(() => {
    seen.current = lines.range?.endIndex ?? 0
  })
  // Only what the person does fetches more: with few documents the end is always in sight.
  const fetchNearEnd = (): void => {
    if (seen.current >= rows.length - nearEnd) onMore()
  }
  useEffect(() => {
    if (selected > 0 && selected >= rows.length - nearEnd) onMore()
  }, [selected, rows.length, onMore])
  return (
    <div
      ref={element}
      id={listboxId}
      className={isDimmed ? 'result-list is-dimmed' : 'result-list'}
      data-stale={isStale}
      role="listbox"
      tabIndex={-1}
      aria-label={t('results.name')}
      aria-busy={isSearching}
      onWheel={fetchNearEnd}
      onScroll={fetchNearEnd}
      onMouseDown={(event) => {
        // A drag out of the window begins with a press on its row.
        if (!(event.target instanceof Element && event.target.closest('[draggable=true]'))) event.preventDefault()
      }}
    >
      {/* Rows that are all in the page have the height that they have. */}
      <div
        className="result-lines"
        role="presentation"
        style={items.length === rows.length ? undefined : { height: lines.getTotalSize() }}
      >
        {items.map(({ key, index, start }, i) => (
          <div
            key={key}
            ref={lines.measureElement}
            className="result-line"
            role="presentation"
            data-index={index}
            style={gapStyle(start - (items[i - 1]?.end ?? 0))}
          >
            {props.isByDate && <GroupHeading text={headingAbove(rows, index)} />}
            <ResultRow
              row={rows[index]}
              index={index}
              count={rows.length}
              isSelected={index === selected}
              isUnfolded={unfolded.has(rows[index].document.key)}
              folders={folders}
              pattern={pattern}
              language={language}
              onSelect={onSelect}
              onOpen={props.onOpen}
              onDrag={props.onDrag}
              onFold={onFold}
            />
          </div>
        ))}
      </div>
    </div>
  )
})

/** Each row says its date aloud itself. */
function GroupHeading({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p className="result-group" aria-hidden="true">
      {text}
    </p>
  )
}

/** Rows that are not in the page leave as much room as they would take. */
function gapStyle(gap: number): CSSProperties | undefined {
  return gap > 0 ? { marginBlockStart: gap } : undefined
}

interface KeptHeight {
  readonly element: RefObject<HTMLDivElement | null>
  /** Hears how high the element is, CSS pixels: to ask it would have the page laid out before the question is even sent. */
  noteHeight(height: number): void
}

/** While rows come and go, the window keeps its height: it would jump at every key. */
function useKeptHeight(isSearching: boolean): KeptHeight {
  const element = useRef<HTMLDivElement>(null)
  const known = useRef({ height: 0, isWanted: false })
  const keep = useCallback(() => {
    const { height, isWanted } = known.current
    if (!isWanted) element.current?.style.removeProperty('min-height')
    else if (height > 0 && element.current?.style.minHeight === '') element.current.style.minHeight = `${height}px`
  }, [])
  useLayoutEffect(() => {
    known.current.isWanted = isSearching
    keep()
  }, [isSearching, keep])
  const noteHeight = useCallback(
    (height: number) => {
      known.current.height = height
      keep()
    },
    [keep],
  )
  return { element, noteHeight }
}
