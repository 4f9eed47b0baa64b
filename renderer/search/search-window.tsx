import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppStatus, WindowApi } from '../../electron/contract.ts'
import { DropZone } from '../sources/drop-zone.tsx'
import { IndexProgressLine } from '../sources/index-progress.tsx'
import { Notices } from '../sources/notices.tsx'
import { useDrop } from '../sources/use-drop.ts'
import { useSources } from '../sources/use-sources.ts'
import { useStatus } from '../sources/use-status.ts'
import { ErrorLine } from './error-line.tsx'
import { Foot } from './foot.tsx'
import { SearchBar } from './search-bar.tsx'
import { SearchBody } from './search-body.tsx'
import { errorText, statusLine } from './status-text.ts'
import { useActions } from './use-actions.ts'
import { useKeys } from './use-keys.ts'
import { usePanelHeight } from './use-panel-height.ts'
import { useResultCommands } from './use-result-commands.ts'
import { useSearch } from './use-search.ts'
import './search-window.css'

/** The whole window: field, answer, indexing, keys. Everything it knows of the outside comes through `api`. */
export function SearchWindow({ api }: { readonly api: WindowApi }) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [isComposing, setIsComposing] = useState(false)
  const statusState = useStatus(api)
  const status = statusState.kind === 'ready' ? statusState.status : null
  const sources = useSources(api)
  const drop = useDrop(sources.drop)
  const isFirstUse = status !== null && isNothingIndexed(status)
  const search = useSearch(api, { text: isFirstUse ? '' : text, isComposing, chunks: status?.library.chunks ?? 0 })
  const actions = useActions(api)
  const results = useResultCommands(search, actions)
  const shell = usePanelHeight(api)
  useRootMarks(api.platform, status?.runtime ?? '')

  const changeText = (next: string): void => {
    setText(next)
    actions.forget()
    results.forgetWaiting()
  }
  const edit = useCallback(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  useEffect(() => api.on('shown', edit), [api, edit])
  useKeys({
    platform: api.platform,
    input,
    run(command) {
      if (command.kind === 'edit') edit()
      else if (command.kind !== 'back') return results.run(command)
      else if (text === '') void api.ask('hide', undefined)
      else changeText('')
      return true
    },
  })

  const rows = results.answer?.results.length ?? 0
  const error = errorText(statusState, search, actions.state)
  return (
    <div ref={shell} className="shell">
      <main className="panel">
        <SearchBar
          input={input}
          text={text}
          isSearching={search.kind === 'searching'}
          rows={rows}
          selected={results.selected}
          onText={changeText}
          onComposing={setIsComposing}
        />
        {error !== '' && <ErrorLine message={error} />}
        <Notices state={sources.state} onDismiss={sources.dismiss} />
        <SearchBody
          search={search}
          status={status}
          isFirstUse={isFirstUse}
          isAdding={sources.state.kind === 'adding'}
          results={results}
          onOpen={actions.open}
          onChoose={sources.choose}
        />
        {status?.indexing.kind === 'running' && <IndexProgressLine api={api} progress={status.indexing.progress} />}
        <Foot
          platform={api.platform}
          hasRows={rows > 0}
          hasText={text !== ''}
          status={statusLine(status, search, actions.state)}
        />
        <DropZone state={drop} />
      </main>
    </div>
  )
}

function isNothingIndexed({ folders, library, indexing }: AppStatus): boolean {
  return folders.length === 0 && library.documents === 0 && indexing.kind !== 'running'
}

/** Style sheets tell macOS and the browser apart by these. */
function useRootMarks(platform: string, runtime: string): void {
  useEffect(() => {
    document.documentElement.dataset.platform = platform
    document.documentElement.dataset.runtime = runtime
  }, [platform, runtime])
}
