import type { AppPace, AppStatus } from './contract.ts'

/** What the tray's icon tells: nothing to do, at work, or something that a person should look at. */
export type TrayState = 'idle' | 'working' | 'attention'

/** null: nothing is known yet. */
export function trayState(status: AppStatus | null, pace: AppPace): TrayState {
  if (status === null) return 'idle'
  const { indexing, troubles = [], disk } = status
  if (indexing.kind === 'failed' || troubles.length > 0 || disk?.kind === 'short') return 'attention'
  return indexing.kind === 'running' && pace.kind !== 'paused' ? 'working' : 'idle'
}
