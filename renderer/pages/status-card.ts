import type { AppPace, AppStatus } from '../../electron/contract.ts'
import { failureText, saidText } from '../i18n/engine-texts.ts'
import { t } from '../i18n/i18n.ts'
import { phaseText, progressDetails } from '../sources/progress-text.ts'
import { countText, timeText } from '../ui/number-text.ts'

/** Where the library stands: one sentence, what it means, and what can be done about it. */
export interface StatusCard {
  readonly kind: 'checking' | 'empty' | 'working' | 'waiting' | 'trouble' | 'ready'
  readonly sentence: string
  readonly details: string
  readonly button: 'none' | 'choose' | 'stop' | 'resume' | 'update'
}

/** The first of these that is so: not known yet, nothing chosen, broken, paused, working, a trouble, up to date. */
export function statusCard(status: AppStatus | null, pace: AppPace): StatusCard {
  if (status === null) return { kind: 'checking', sentence: t('card.checking'), details: '', button: 'none' }
  const { indexing, folders, library, troubles = [] } = status
  if (folders.length === 0 && library.documents === 0)
    return { kind: 'empty', sentence: t('card.empty'), details: t('card.emptyText'), button: 'choose' }
  if (indexing.kind === 'failed')
    return { kind: 'trouble', sentence: t('card.failed'), details: failureText(indexing), button: 'update' }
  if (pace.kind === 'paused') {
    const sentence = t('card.paused', { time: timeText(pace.untilMs) })
    return { kind: 'waiting', sentence, details: pendingText(library.pending), button: 'resume' }
  }
  if (indexing.kind === 'running') {
    const battery = pace.kind === 'slow' ? t(pace.because === 'heat' ? 'card.hot' : 'card.slow') : ''
    const details = [progressDetails(indexing.progress), battery].filter((part) => part !== '').join(' · ')
    return { kind: 'working', sentence: phaseText(indexing.progress), details, button: 'stop' }
  }
  if (troubles.length > 0)
    return {
      kind: 'trouble',
      sentence: t('card.trouble'),
      details: troubles.map((trouble) => saidText(trouble)).join(' '),
      button: 'update',
    }
  if (library.pending > 0)
    return { kind: 'waiting', sentence: pendingText(library.pending), details: '', button: 'update' }
  return { kind: 'ready', sentence: t('card.ready'), details: t('card.readyText'), button: 'update' }
}

function pendingText(pending: number): string {
  return pending === 0 ? '' : t('card.pending', { count: pending, n: countText(pending) })
}
