import type { IndexProgress, IndexSummary } from '../../core/types.ts'
import { countOf, countText, percentText } from '../ui/number-text.ts'

/** Part done, 0 to 1, by bytes where they are known; null while the folders are still being looked through. */
export function progressPart(progress: IndexProgress): number | null {
  if (progress.phase === 'scanning') return null
  if (progress.phase === 'finishing') return 1
  if (progress.bytesTotal > 0) return Math.min(progress.bytesDone / progress.bytesTotal, 1)
  return progress.filesTotal > 0 ? Math.min(progress.filesDone / progress.filesTotal, 1) : null
}

/** The phase in words, with the percentage once there is one. */
export function phaseText(progress: IndexProgress): string {
  if (progress.phase === 'scanning') return 'Looking for files'
  if (progress.phase === 'finishing') return 'Finishing'
  const part = progressPart(progress)
  return part === null ? 'Indexing' : `Indexing ${percentText(part)}`
}

/** Files, rate, time left and problems, most telling first: '1,204 of 2,820 files · 38 files/s · about 2 min left'. */
export function progressDetails(progress: IndexProgress): string {
  return [filesText(progress), rateText(progress), remainingText(progress.etaMs), countIf(progress.problems, 'problem')]
    .filter((part) => part !== '')
    .join(' · ')
}

function filesText({ phase, filesDone, filesTotal }: IndexProgress): string {
  if (phase === 'scanning' || filesTotal === 0) return `${countOf(filesDone, 'file')} found`
  return `${countText(filesDone)} of ${countOf(filesTotal, 'file')}`
}

/** Nothing in the first second: a rate of two files says little. */
function rateText({ phase, filesDone, elapsedMs }: IndexProgress): string {
  if (phase !== 'indexing' || elapsedMs < 1000) return ''
  const rate = filesDone / (elapsedMs / 1000)
  return `${rate < 10 ? rate.toFixed(1) : countText(rate)} files/s`
}

/** Milliseconds to go as 'about 2 min left'; '' while unknown. */
export function remainingText(etaMs: number | null): string {
  if (etaMs === null) return ''
  const seconds = Math.round(etaMs / 1000)
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 60) return `about ${Math.ceil(seconds / 5) * 5} s left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `about ${minutes} min left`
  const rest = minutes % 60
  return `about ${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`} left`
}

function countIf(count: number, one: string): string {
  return count === 0 ? '' : countOf(count, one)
}

/** '23 files could not be read'; '' without problems. */
export function problemsText(problems: number): string {
  return problems === 0 ? '' : `${countOf(problems, 'file')} could not be read`
}

/** What the last run did: '12 added, 3 changed, 1 removed'. */
export function summaryText({ added, changed, removed, cancelled }: IndexSummary): string {
  const parts = [
    added > 0 ? `${countText(added)} added` : '',
    changed > 0 ? `${countText(changed)} changed` : '',
    removed > 0 ? `${countText(removed)} removed` : '',
  ].filter((part) => part !== '')
  if (cancelled) return `Stopped${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`
  return parts.length > 0 ? `Up to date: ${parts.join(', ')}` : 'Up to date'
}
