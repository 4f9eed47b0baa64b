import type { Saying } from '../../core/types.ts'
import type { AppPace, AppStatus } from '../../electron/contract.ts'
import { failureText, saidText } from '../i18n/engine-texts.ts'
import { t, type TextKey } from '../i18n/i18n.ts'
import { isOfModel, remedyFor, remedyForFailure, type Remedy } from '../repair/remedy.tsx'
import type { Failure } from '../search/status-text.ts'
import { phaseText, progressDetails } from '../sources/progress-text.ts'
import { bytesText, countText, timeText } from '../ui/number-text.ts'

/** Where the library stands: one sentence, what it means, and what can be done about it. */
export interface StatusCard {
  readonly kind: 'checking' | 'empty' | 'working' | 'waiting' | 'trouble' | 'ready'
  readonly sentence: string
  readonly details: string
  readonly button: 'none' | 'choose' | 'stop' | 'resume' | 'update' | 'repair' | 'models'
}

/** What indexing waits for, as a sentence; '': for nothing. */
export function waitingText(status: AppStatus, pace: AppPace): string {
  const { kind, sentence } = statusCard(status, pace)
  return kind === 'waiting' ? sentence : ''
}

/** The first of these that is so: the library cannot be opened, not known yet, nothing chosen, broken, paused, no room on the disk, working, a trouble, up to date. */
export function statusCard(status: AppStatus | null, pace: AppPace, failure: Failure | null = null): StatusCard {
  if (failure !== null) {
    const button = buttonFor(remedyForFailure(failure), 'none')
    return { kind: 'trouble', sentence: t('card.unopened'), details: failure.message, button }
  }
  if (status === null) return { kind: 'checking', sentence: t('card.checking'), details: '', button: 'none' }
  const { indexing, folders, library, troubles = [], disk } = status
  if (folders.length === 0 && library.documents === 0)
    return { kind: 'empty', sentence: t('card.empty'), details: t('card.emptyText'), button: 'choose' }
  if (indexing.kind === 'failed') {
    const button = buttonFor(remedyForFailure(indexing), 'update')
    return { kind: 'trouble', sentence: t('card.failed'), details: failureText(indexing), button }
  }
  if (pace.kind === 'paused') {
    const sentence = t('card.paused', { time: timeText(pace.untilMs) })
    return { kind: 'waiting', sentence, details: pendingText(library.pending), button: 'resume' }
  }
  if (disk?.kind === 'short') {
    const sentence = t('card.diskShort', { free: bytesText(disk.freeBytes) })
    return { kind: 'waiting', sentence, details: t('card.diskShortText'), button: 'none' }
  }
  const room = disk == null ? '' : t('card.diskLow', { free: bytesText(disk.freeBytes) })
  if (indexing.kind === 'running') {
    const battery = pace.kind === 'slow' ? t(pace.because === 'heat' ? 'card.hot' : 'card.slow') : ''
    const details = joined([progressDetails(indexing.progress), battery, room])
    return { kind: 'working', sentence: phaseText(indexing.progress), details, button: 'stop' }
  }
  if (troubles.length > 0)
    return {
      kind: 'trouble',
      sentence: t(troubleKey(troubles)),
      details: [...troubles.map((trouble) => saidText(trouble)), room].join(' ').trim(),
      button: buttonFor(remedyFor(troubles), 'update'),
    }
  if (library.pending > 0)
    return { kind: 'waiting', sentence: pendingText(library.pending), details: room, button: 'update' }
  return { kind: 'ready', sentence: t('card.ready'), details: joined([t('card.readyText'), room]), button: 'update' }
}

/** Asking once more is what the button says that looks again. */
function buttonFor(remedy: Remedy | null, otherwise: 'none' | 'update'): StatusCard['button'] {
  return remedy === null || remedy === 'again' ? otherwise : remedy
}

function troubleKey(troubles: readonly Saying[]): TextKey {
  if (troubles.some(({ code }) => isOfModel(code))) return 'card.noModel'
  return troubles.every(isOfLearning) ? 'card.learning' : 'card.trouble'
}

/** Changes on disk are found all the same. */
function isOfLearning({ code }: Saying): boolean {
  return code.startsWith('library.learned')
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ')
}

function pendingText(pending: number): string {
  return pending === 0 ? '' : t('card.pending', { count: pending, n: countText(pending) })
}
