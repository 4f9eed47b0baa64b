import type { AppPace, AppStatus } from './contract.ts'

/** What the tray's icon tells: nothing to do, at work, or something that a person should look at. */
export type TrayState = 'idle' | 'working' | 'attention'

/** What the tray knows of the library; `unopened`: it cannot be opened, null: nothing yet. */
export type KnownStatus = AppStatus | 'unopened' | null

export function trayState(status: KnownStatus, pace: AppPace): TrayState {
  if (status === null) return 'idle'
  if (status === 'unopened') return 'attention'
  const { indexing, troubles = [], disk } = status
  if (indexing.kind === 'failed' || troubles.length > 0 || disk?.kind === 'short') return 'attention'
  return indexing.kind === 'running' && pace.kind !== 'paused' ? 'working' : 'idle'
}
