import type { ReactNode } from 'react'
import type { AppStatus, Suggestion, WindowApi } from '../../electron/contract.ts'
import { t } from '../i18n/i18n.ts'
import type { Remedy } from '../repair/remedy.tsx'
import { LibraryOverview } from '../sources/library-overview.tsx'
import { Welcome } from '../welcome/welcome.tsx'
import { KeptSearchList } from './kept-searches.tsx'
import { NewDocuments } from './new-documents.tsx'
import { NoResult, type WaysOut } from './no-result.tsx'
import { QuietBody } from './quiet-body.tsx'
import { ResultList } from './result-list.tsx'
import { isCurrent } from './search-state.ts'
import type { Actions } from './use-actions.ts'
import type { ResultCommands } from './use-result-commands.ts'
import type { KeptSearchesState } from './use-kept-searches.ts'
import type { Search } from './use-search.ts'

interface SearchBodyProps {
  readonly api: WindowApi
  readonly search: Search
  /** null until it is known. */
  readonly status: AppStatus | null
  readonly isFirstUse: boolean
  readonly isAdding: boolean
  readonly results: ResultCommands
  readonly pattern: RegExp | null
  /** The rows come in the order of their dates. */
  readonly isByDate: boolean
  readonly actions: Actions
  readonly suggestions: readonly Suggestion[]
  onChoose(): void
  onAdd(paths: readonly string[]): void
  readonly kept: KeptSearchesState
  readonly ways: WaysOut
  onStatus(): void
  onRemedy(remedy: Remedy): void
  onShowAll(): void
  /** The focus goes back to the field. */
  onLeave(): void
}

/** The rest is in the window. */
const noMore = (): void => {}

const noFolders: readonly string[] = []

/** What is between the field and the foot. */
export function SearchBody(props: SearchBodyProps) {
  const { search, status, isFirstUse, isAdding, results, pattern, actions, suggestions } = props
  const { state, select, fold } = search
  const { list } = state
  if (isFirstUse) {
    return (
      <div className="panel-body">
        <Welcome
          api={props.api}
          isAdding={isAdding}
          suggestions={suggestions}
          onChoose={props.onChoose}
          onAdd={props.onAdd}
        />
      </div>
    )
  }
  // Also until the first answer and after an error: the window does not shrink and grow again for a moment.
  if (list === null) {
    return status === null ? null : (
      <QuietBody onLeave={props.onLeave}>
        <LibraryOverview
          status={status}
          onChoose={props.onChoose}
          onStatus={props.onStatus}
          onRemedy={props.onRemedy}
        />
        <KeptSearchList kept={props.kept} onSearch={props.ways.search} />
        <NewDocuments
          api={props.api}
          isIdle={status.indexing.kind === 'idle'}
          folders={status.folders}
          onOpen={actions.open}
        />
      </QuietBody>
    )
  }
  if (list.documents.length === 0) {
    return <NoResult query={list.answer?.query ?? ''} status={status} ways={props.ways} />
  }
  return (
    <Found hidden={results.hidden} onShowAll={props.onShowAll}>
      <ResultList
        rows={results.rows}
        unfolded={list.unfolded}
        isStale={!isCurrent(state)}
        isSearching={state.kind === 'searching'}
        selected={results.selected}
        folders={status?.folders ?? noFolders}
        pattern={pattern}
        isByDate={props.isByDate}
        onSelect={select}
        onOpen={actions.open}
        onDrag={actions.drag}
        onFold={fold}
        onMore={results.hidden === null ? search.more : noMore}
      />
    </Found>
  )
}

interface FoundProps {
  /** Documents that are not shown; null where all of them always are. */
  readonly hidden: number | null
  readonly children: ReactNode
  onShowAll(): void
}

/** The rows, and the way to the others. */
function Found({ hidden, children, onShowAll }: FoundProps) {
  if (hidden === null) return children
  return (
    <div className="cut-results">
      {children}
      {hidden > 0 && (
        <button type="button" className="show-all" onClick={onShowAll}>
          {t('popover.all')}
        </button>
      )}
    </div>
  )
}
