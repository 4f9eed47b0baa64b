import type { AppPace, PageName, WindowApi } from '../../electron/contract.ts'
import { ActionsMenu } from '../actions/actions-menu.tsx'
import { rowActions } from '../actions/row-actions.ts'
import { waitingText } from '../pages/status-card.ts'
import { PreviewPane } from '../preview/preview-pane.tsx'
import { remedyForFailure, type Remedy } from '../repair/remedy.tsx'
import { IndexProgressLine } from '../sources/index-progress.tsx'
import { Notices } from '../sources/notices.tsx'
import type { Sources } from '../sources/use-sources.ts'
import type { StatusState } from '../sources/use-status.ts'
import { AnswerRow } from '../answer/answer-row.tsx'
import type { SettingsState } from '../settings/use-settings.ts'
import { ErrorLine } from './error-line.tsx'
import { Foot } from './foot.tsx'
import { previewKeyText } from './keys.ts'
import { isOfFiltersAlone, plainQuery } from './marked-words.ts'
import { QueryChips } from './query-chips.tsx'
import { SearchBar } from './search-bar.tsx'
import { SearchBody } from './search-body.tsx'
import { failureOf, statusLine } from './status-text.ts'
import type { SearchScreenState } from './use-search-screen.ts'

interface SearchScreenProps {
  readonly api: WindowApi
  readonly screen: SearchScreenState
  readonly statusState: StatusState
  readonly pace: AppPace
  readonly sources: Sources
  readonly settings: SettingsState
  onPage(page: PageName): void
  onRepair(): void
  /** Leaves the tray's icon, where only the first results are shown. */
  onShowAll(): void
}

/** Field, answer, preview, indexing and keys. */
export function SearchScreen({
  api,
  screen,
  statusState,
  pace,
  sources,
  settings,
  onPage,
  onRepair,
  onShowAll,
}: SearchScreenProps) {
  const status = statusState.kind === 'ready' ? statusState.status : null
  const { search, actions, results, preview, text, similar, input, previewPane } = screen
  const { state } = search
  const answer = state.list?.answer ?? null
  const rows = results.rows.length
  const failure = failureOf(statusState, state, actions.state)
  const isAnswerOfText = similar !== null || answer?.query === text.trim()
  const helpBy = (remedy: Remedy): void => {
    if (remedy === 'repair') onRepair()
    else if (remedy === 'models') onPage('models')
    else search.again()
  }
  const body = (
    <SearchBody
      api={api}
      search={search}
      status={status}
      isFirstUse={screen.isFirstUse}
      isAdding={sources.state.kind === 'adding'}
      results={results}
      pattern={screen.pattern}
      isByDate={screen.isByDate || (answer !== null && similar === null && isOfFiltersAlone(answer))}
      actions={actions}
      suggestions={screen.suggestions}
      onChoose={sources.choose}
      onAdd={sources.add}
      onStatus={() => onPage('status')}
      onRemedy={helpBy}
      onShowAll={onShowAll}
      onLeave={screen.edit}
      kept={screen.kept}
      ways={{
        plainQuery: answer === null || answer.chips.length === 0 ? null : plainQuery(answer),
        isByWordsOnly: settings.settings?.byMeaning === false,
        search: screen.searchFor,
        searchByMeaning() {
          settings.change({ byMeaning: true })
          search.again()
        },
        askWhy: () => onPage('status'),
        addFolder: sources.choose,
      }}
    />
  )
  return (
    <>
      <SearchBar
        input={input}
        text={text}
        isSearching={state.kind === 'searching'}
        rows={rows}
        selected={results.selected}
        platform={api.platform}
        isByDate={rows > 0 || screen.isByDate ? screen.isByDate : null}
        onByDate={(isByDate) => {
          screen.setByDate(isByDate)
          screen.input.current?.focus()
        }}
        onText={screen.changeText}
        onComposing={screen.setComposing}
        onSettings={() => onPage('settings')}
      />
      <QueryChips
        chips={similar === null && isAnswerOfText ? (answer?.chips ?? []) : []}
        notes={isAnswerOfText ? (answer?.notesSaid ?? []) : []}
        similar={similar}
        onRemove={screen.removeChip}
        onForgetSimilar={screen.forgetSimilar}
        onRemedy={helpBy}
      />
      {settings.settings?.answers === true && screen.question !== '' && !screen.isFirstUse && (
        <AnswerRow
          answering={screen.answering}
          question={screen.question}
          platform={api.platform}
          onCite={screen.cite}
        />
      )}
      {failure !== null && <ErrorLine message={failure.message} remedy={remedyForFailure(failure)} onRemedy={helpBy} />}
      <Notices api={api} state={sources.state} onRetry={sources.survey} onDismiss={sources.dismiss} />
      {preview.isOpen ? (
        <div className="panel-split">
          {body}
          <PreviewPane
            ref={previewPane}
            api={api}
            state={preview.state}
            folders={status?.folders ?? []}
            pattern={screen.pattern}
            onMore={preview.more}
            onClose={preview.close}
          />
        </div>
      ) : (
        body
      )}
      {status?.indexing.kind === 'running' && (
        <IndexProgressLine api={api} progress={status.indexing.progress} waiting={waitingText(status, pace)} />
      )}
      <Foot
        platform={api.platform}
        hasRows={rows > 0}
        hasText={text !== '' || similar !== null}
        previewKey={previewKeyText(text)}
        isPreviewOpen={preview.isOpen}
        status={statusLine(status, state, actions.state)}
      />
      {screen.isMenuOpen && results.row !== null && (
        <ActionsMenu
          title={results.row.document.title}
          onClose={screen.closeMenu}
          actions={rowActions({
            row: results.row,
            actions,
            platform: api.platform,
            folders: status?.folders ?? [],
            canOpenWith: status?.runtime !== 'browser',
            isUnfolded: state.list?.unfolded.has(results.row.document.key) ?? false,
            query: screen.question,
            like: screen.like,
            lookFor: screen.changeText,
            preview: preview.open,
            fold: (isUnfolded) => results.row && search.fold(results.row.document.key, isUnfolded),
          })}
        />
      )}
    </>
  )
}
