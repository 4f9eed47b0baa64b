import type { AppStatus } from './contract.ts'

/** One sentence on where the library stands, for the tray and the terminal. */
export function statusLine({ library, folders, indexing }: AppStatus): string {
  if (indexing.kind === 'failed') return `Indexing stopped: ${indexing.message}`
  if (indexing.kind === 'running') return runningLine(indexing.progress)
  if (folders.length === 0) return 'Nothing is indexed yet'
  const problems = library.errors === 0 ? '' : `, ${count(library.errors, 'file')} without text`
  return `${count(library.documents, 'document')} in ${count(folders.length, 'folder')}${problems}`
}

function runningLine({
  phase,
  filesDone,
  filesTotal,
  etaMs,
}: Extract<AppStatus['indexing'], { kind: 'running' }>['progress']): string {
  if (phase === 'scanning') return `Looking for documents: ${count(filesDone, 'file')} so far`
  if (phase === 'finishing') return `Finishing ${count(filesTotal, 'file')}`
  const left = etaMs === null ? '' : `, ${duration(etaMs)} left`
  return `Indexing ${filesDone.toLocaleString('en')} of ${count(filesTotal, 'file')}${left}`
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000)
  if (seconds < 60) return `about ${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`
}
