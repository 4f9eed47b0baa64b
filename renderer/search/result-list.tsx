import { useMemo } from 'react'
import type { SearchAnswer, SearchHit } from '../../core/types.ts'
import { wordsPattern } from '../ui/words.ts'
import { ResultRow } from './result-row.tsx'
import { listboxId } from './search-bar.tsx'
import './result-list.css'

interface ResultListProps {
  readonly answer: SearchAnswer
  /** A newer question is being answered: these rows are about to go. */
  readonly isStale: boolean
  readonly selected: number
  readonly folders: readonly string[]
  onSelect(index: number): void
  onOpen(hit: SearchHit): void
}

/** The ranked passages. A press leaves the focus in the search field, which steers the list. */
export function ResultList({ answer, isStale, selected, folders, onSelect, onOpen }: ResultListProps) {
  const pattern = useMemo(() => wordsPattern(answer.query), [answer.query])
  return (
    <div
      id={listboxId}
      className="result-list"
      role="listbox"
      tabIndex={-1}
      aria-label="Results"
      aria-busy={isStale}
      onMouseDown={(event) => event.preventDefault()}
    >
      {answer.results.map((hit, index) => (
        <ResultRow
          key={hit.rank}
          hit={hit}
          index={index}
          isSelected={index === selected}
          folders={folders}
          pattern={pattern}
          onSelect={onSelect}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
}
