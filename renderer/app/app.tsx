import type { WindowApi } from '../../electron/contract.ts'
import { SearchWindow } from '../search/search-window.tsx'
import { EngineNotice } from './engine-notice.tsx'
import { LockScreen } from './lock-screen.tsx'
import { useLock } from './use-lock.ts'

/** The whole page: the lock where there is one, else the search window. While it is locked nothing else is there. */
export function App({ api }: { readonly api: WindowApi }) {
  const { state, message, isTrying, unlock } = useLock(api)
  if (state === null) return null
  if (state.isLocked) {
    return (
      <LockScreen api={api} canAskSystem={state.canAskSystem} message={message} isTrying={isTrying} onUnlock={unlock} />
    )
  }
  return (
    <>
      <SearchWindow api={api} />
      <EngineNotice api={api} />
    </>
  )
}
