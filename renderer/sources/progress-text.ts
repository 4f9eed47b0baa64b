import type { AppStatus } from '../../electron/contract.ts'
import type { IndexProgress, IndexSummary } from '../../core/types.ts'
import { t } from '../i18n/i18n.ts'
import { countText, percentText, rateText } from '../ui/number-text.ts'

/** '3,480 documents in 2 folders'. */
export function holdingsText({ library, folders }: AppStatus): string {
  return t('holdings', {
    documents: t('count.documents', { count: library.documents, n: countText(library.documents) }),
    folders: t('count.folders', { count: folders.length, n: countText(folders.length) }),
  })
}

/** Part done, 0 to 1, by bytes where they are known; null while the folders are still being looked through. */
export function progressPart(progress: IndexProgress): number | null {
  if (progress.phase === 'scanning') return null
  if (progress.phase === 'finishing') return 1
  if (progress.bytesTotal > 0) return Math.min(progress.bytesDone / progress.bytesTotal, 1)
  return progress.filesTotal > 0 ? Math.min(progress.filesDone / progress.filesTotal, 1) : null
}

/** The phase in words, with the percentage once there is one. */
export function phaseText(progress: IndexProgress): string {
  if (progress.phase === 'scanning') return t('progress.scanning')
  if (progress.phase === 'finishing') return t('progress.finishing')
  const part = progressPart(progress)
  return part === null ? t('status.indexing') : t('progress.indexing', { percent: percentText(part) })
}

/** Files, rate, time left and problems, most telling first: '1,204 of 2,820 files · 38 files/s · about 2 min left'. */
export function progressDetails(progress: IndexProgress): string {
  const { problems, etaMs } = progress
  const problemText = problems === 0 ? '' : t('progress.problems', { count: problems, n: countText(problems) })
  return [filesText(progress), speedText(progress), remainingText(etaMs), problemText]
    .filter((part) => part !== '')
    .join(' · ')
}

function filesText({ phase, filesDone, filesTotal }: IndexProgress): string {
  if (phase === 'scanning' || filesTotal === 0)
    return t('progress.found', { count: filesDone, n: countText(filesDone) })
  return t('progress.files', { done: countText(filesDone), count: filesTotal, n: countText(filesTotal) })
}

/** Nothing in the first second: a rate of two files says little. */
function speedText({ phase, filesDone, elapsedMs }: IndexProgress): string {
  if (phase !== 'indexing' || elapsedMs < 1000 || filesDone === 0) return ''
  const rate = filesDone / (elapsedMs / 1000)
  return t('progress.rate', { n: rateText(Math.max(rate, 0.1)) })
}

/** Rounded to what a person needs; '' while unknown. */
export function remainingText(etaMs: number | null): string {
  if (etaMs === null) return ''
  const seconds = Math.round(etaMs / 1000)
  if (seconds < 5) return t('progress.soon')
  if (seconds < 60) return t('progress.seconds', { n: Math.ceil(seconds / 5) * 5 })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return t('progress.minutes', { n: minutes })
  const rest = minutes % 60
  const hours = Math.floor(minutes / 60)
  return rest === 0 ? t('progress.hours', { n: hours }) : t('progress.hoursMinutes', { n: hours, minutes: rest })
}

/** '23 files could not be read'; '' without problems. */
export function problemsText(problems: number): string {
  return problems === 0 ? '' : t('problems.title', { count: problems, n: countText(problems) })
}

/** What the last run did: '12 added, 3 changed, 1 removed'. */
export function summaryText({ added, changed, removed, cancelled }: IndexSummary): string {
  const parts = [
    added > 0 ? t('summary.added', { n: countText(added) }) : '',
    changed > 0 ? t('summary.changed', { n: countText(changed) }) : '',
    removed > 0 ? t('summary.removed', { n: countText(removed) }) : '',
  ].filter((part) => part !== '')
  const what = parts.join(', ')
  if (cancelled) return what === '' ? t('summary.stopped') : t('summary.stoppedAfter', { what })
  return what === '' ? t('summary.ready') : t('summary.readyAfter', { what })
}
