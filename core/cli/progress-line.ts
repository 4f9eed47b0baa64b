import type { IndexProgress } from '../types.ts'
import { formatBytes, formatCount, formatDuration } from './format.ts'
import type { Terminal } from './main.ts'

/** Without a terminal a line is printed this often. */
const plainEveryMs = 5000

export interface ProgressLine {
  show(progress: IndexProgress): void
  /** Clears the line, so that what follows starts clean. */
  end(): void
}

/** One line that is redrawn on a terminal; plain lines now and then elsewhere. */
export function progressLine(terminal: Terminal): ProgressLine {
  let plainAt = -Infinity
  const show = (progress: IndexProgress): void => {
    const text = progressText(progress)
    if (terminal.isInteractive) return terminal.err(`\r\u001B[K${fitted(text, progress.currentPath, terminal.columns)}`)
    const isDue = progress.elapsedMs - plainAt >= plainEveryMs || progress.phase === 'finishing'
    if (!isDue) return
    plainAt = progress.elapsedMs
    terminal.err(`${text}\n`)
  }
  return { show, end: () => terminal.isInteractive && terminal.err('\r\u001B[K') }
}

/** '34.2 %  1,200 of 3,400 files  310 files/s  4.1 MB/s  12 s left'. */
export function progressText(progress: IndexProgress): string {
  const { phase, filesDone, filesTotal, bytesDone, bytesTotal, textBytes, elapsedMs, etaMs } = progress
  if (phase === 'scanning') return 'Looking through the folders…'
  if (phase === 'finishing') return 'Finishing…'
  const seconds = Math.max(elapsedMs / 1000, 0.001)
  const percent = bytesTotal === 0 ? 100 : (bytesDone / bytesTotal) * 100
  const parts = [
    `${percent.toFixed(1)} %`,
    `${formatCount(filesDone)} of ${formatCount(filesTotal)} files`,
    `${formatCount(Math.round(filesDone / seconds))} files/s`,
    `${formatBytes(textBytes / seconds)}/s of text`,
    etaMs === null ? '' : `${formatDuration(etaMs)} left`,
  ]
  return parts.filter((part) => part !== '').join('  ')
}

function fitted(text: string, path: string | null, columns: number): string {
  const room = columns - text.length - 4
  if (path === null || room < 12) return text.slice(0, columns - 1)
  return `${text}  ${path.length <= room ? path : `…${path.slice(1 - room)}`}`
}
