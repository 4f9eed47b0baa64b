import type { AppStatus } from '../../electron/contract.ts'
import type { SearchHit } from '../../core/types.ts'
import { FirstUse } from '../sources/first-use.tsx'
import { LibraryOverview } from '../sources/library-overview.tsx'
import { NoResult } from './no-result.tsx'
import { ResultList } from './result-list.tsx'
import type { ResultCommands } from './use-result-commands.ts'
import type { SearchState } from './use-search.ts'

interface SearchBodyProps {
  readonly search: SearchState
  /** null until it is known. */
  readonly status: AppStatus | null
  readonly isFirstUse: boolean
  readonly isAdding: boolean
  readonly results: ResultCommands
  onOpen(hit: SearchHit): void
  onChoose(): void
}

/** What is between the field and the foot. */
export function SearchBody({ search, status, isFirstUse, isAdding, results, onOpen, onChoose }: SearchBodyProps) {
  const { answer } = results
  if (isFirstUse) {
    return (
      <div className="panel-body">
        <FirstUse isAdding={isAdding} onChoose={onChoose} />
      </div>
    )
  }
  // Also until the first answer and after an error: the window does not shrink and grow again for a moment.
  if (answer === null) {
    return status === null ? null : (
      <div className="panel-body">
        <LibraryOverview status={status} onChoose={onChoose} />
      </div>
    )
  }
  if (answer.results.length === 0) return <NoResult query={answer.query} status={status} />
  return (
    <ResultList
      answer={answer}
      isStale={search.kind === 'searching'}
      selected={results.selected}
      folders={status?.folders ?? []}
      onSelect={results.select}
      onOpen={onOpen}
    />
  )
}
