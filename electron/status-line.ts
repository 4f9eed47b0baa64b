import type { AppStatus } from './contract.ts'
import { saidIn } from './texts/said.ts'
import { textsOf, type Texts } from './texts/texts.ts'

type Progress = Extract<AppStatus['indexing'], { kind: 'running' }>['progress']

/** One sentence on where the library stands, for the tray and the terminal. */
export function statusLine({ library, folders, indexing, disk }: AppStatus, texts: Texts = textsOf('en')): string {
  const { words, count, fill, language } = texts
  if (indexing.kind === 'failed') {
    const { message, said } = indexing
    return fill(words.stopped, { reason: said === undefined ? message : saidIn(language, said) })
  }
  if (disk?.kind === 'short') return fill(words.diskShort, { free: gigabytes(disk.freeBytes, texts) })
  if (indexing.kind === 'running') return runningLine(indexing.progress, texts)
  if (folders.length === 0) return words.nothingYet
  const documents = count(words.documents, library.documents)
  const line = count(words.inFolders, folders.length, { documents })
  return library.errors === 0 ? line : count(words.withoutText, library.errors, { library: line })
}

function runningLine({ phase, filesDone, filesTotal, etaMs }: Progress, texts: Texts): string {
  const { words, count, fill, language } = texts
  if (phase === 'scanning') return count(words.scanning, filesDone)
  if (phase === 'finishing') return count(words.finishing, filesTotal)
  const line = count(words.indexing, filesTotal, { done: filesDone.toLocaleString(language) })
  return etaMs === null ? line : fill(words.left, { line, time: duration(etaMs, texts) })
}

function gigabytes(bytes: number, { language }: Texts): string {
  return (bytes / 1e9).toLocaleString(language, { maximumFractionDigits: 1 })
}

function duration(ms: number, { words, count }: Texts): string {
  const seconds = Math.ceil(ms / 1_000)
  if (seconds < 60) return count(words.seconds, seconds)
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? count(words.minutes, minutes) : count(words.hours, Math.round(minutes / 60))
}
