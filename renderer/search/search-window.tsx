import { useCallback, useEffect, useState } from 'react'
import type { AppPace, PageName, WindowApi } from '../../electron/contract.ts'
import { useLanguage } from '../i18n/i18n.ts'
import { Pages } from '../pages/pages.tsx'
import { RepairSheet } from '../repair/repair-sheet.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { DropZone } from '../sources/drop-zone.tsx'
import { SurveySheet } from '../sources/survey-sheet.tsx'
import { useDrop } from '../sources/use-drop.ts'
import { useSources } from '../sources/use-sources.ts'
import { useStatus } from '../sources/use-status.ts'
import { SearchScreen } from './search-screen.tsx'
import { SizeGrip } from './size-grip.tsx'
import { usePanelSize } from './use-panel-size.ts'
import { useSearchScreen } from './use-search-screen.ts'
import './search-window.css'

/** The whole window: search, and the pages behind it. Everything it knows of the outside comes through `api`. */
export function SearchWindow({ api }: { readonly api: WindowApi }) {
  useLanguage()
  const [page, setPage] = useState<PageName>('search')
  const statusState = useStatus(api)
  const status = statusState.kind === 'ready' ? statusState.status : null
  const settings = useSettings(api)
  const pace = usePace(api)
  const [isPopover, setPopover] = useState(false)
  const screen = useSearchScreen(api, { status, isPopover, isShown: page === 'search', onPage: setPage, settings })
  const showLikeFile = screen.likeFile
  const likeFile = useCallback(
    (path: string) => {
      setPage('search')
      showLikeFile(path)
    },
    [showLikeFile],
  )
  const sources = useSources(api, status !== null && status.library.documents > 0 ? likeFile : null)
  const drop = useDrop(sources.drop)
  const isWide = page !== 'search' || screen.preview.isOpen
  const { extraWidth = 0, extraHeight = 0 } = settings.settings ?? {}
  const size = { width: isWide ? 'wide' : 'narrow', stays: page !== 'search', extraWidth, extraHeight } as const
  const shell = usePanelSize(api, size)
  useRootMarks(api.platform, status?.runtime ?? '')
  useRoom(extraHeight)
  const { edit, searchFor } = screen
  const { survey } = sources
  useEffect(
    () =>
      api.on('shown', ({ query, page, paths = [], isPopover = false }) => {
        setPopover(isPopover)
        if (paths.length > 0) survey(paths)
        if (page !== null) return setPage(page)
        if (query !== null) {
          setPage('search')
          searchFor(query)
        }
        edit()
      }),
    [api, edit, searchFor, survey],
  )
  const [isRepairing, setRepairing] = useState(false)
  const openRepair = useCallback(() => setRepairing(true), [])
  const showAll = useCallback(() => {
    setPopover(false)
    void api.ask('leavePopover', undefined)
    edit()
  }, [api, edit])
  const back = useCallback(() => setPage('search'), [])
  useEscape(page !== 'search', back)

  return (
    <div ref={shell} className={isWide ? 'shell is-wide' : 'shell'}>
      <main className="panel">
        {page === 'search' ? (
          <SearchScreen
            api={api}
            screen={screen}
            statusState={statusState}
            pace={pace}
            sources={sources}
            settings={settings}
            onPage={setPage}
            onRepair={openRepair}
            onShowAll={showAll}
          />
        ) : (
          <Pages
            api={api}
            key={page}
            page={page}
            status={status}
            failure={statusState.kind === 'failed' ? statusState : null}
            toldMs={statusState.kind === 'ready' ? statusState.toldMs : 0}
            pace={pace}
            settings={settings}
            sources={sources}
            onBack={back}
            onRepair={openRepair}
          />
        )}
        {sources.state.kind === 'counted' && (
          <SurveySheet places={sources.state.places} onAdd={sources.add} onCancel={sources.dismiss} />
        )}
        {isRepairing && <RepairSheet api={api} onClose={() => setRepairing(false)} />}
        <DropZone state={drop} />
        {settings.settings !== null && status?.runtime !== 'browser' && <SizeGrip settings={settings} />}
      </main>
    </div>
  )
}

function usePace(api: WindowApi): AppPace {
  const [pace, setPace] = useState<AppPace>({ kind: 'normal' })
  useEffect(() => {
    const unsubscribe = api.on('paceChanged', setPace)
    const ask = async (): Promise<void> => {
      const reply = await api.ask('pace', undefined)
      if (reply.ok) setPace(reply.value)
    }
    void ask()
    return unsubscribe
  }, [api])
  return pace
}

/** The window grows no further by itself, CSS pixels. */
const highestPanel = 684

/** On a page, Esc leads back to search; what handles it itself (a recorder of keys) prevents that. */
function useEscape(isActive: boolean, back: () => void): void {
  useEffect(() => {
    if (!isActive) return
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      event.preventDefault()
      back()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [isActive, back])
}

/** Style sheets tell macOS and the browser apart by these. */
function useRootMarks(platform: string, runtime: string): void {
  useEffect(() => {
    document.documentElement.dataset['platform'] = platform
    document.documentElement.dataset['runtime'] = runtime
  }, [platform, runtime])
}

/** The window begins 22 % from the top of the display and may not reach beyond it. */
function useRoom(extraHeight: number): void {
  useEffect(() => {
    const { style } = document.documentElement
    const room = Math.round(window.screen.availHeight * 0.74)
    if (room > 0) style.setProperty('--room', `${Math.min(room, highestPanel + extraHeight)}px`)
    style.setProperty('--extra-height', `${extraHeight}px`)
  }, [extraHeight])
}
