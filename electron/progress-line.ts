import type { AppStatus } from './contract.ts'
import { statusLine } from './status-line.ts'

/** Where the progress goes: process.stdout, or a plain object in a test. */
export interface TextOutput {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressLine {
  show(status: AppStatus): void
}

/** Progress in a terminal: one line that is written over; elsewhere a plain line when the work turns to something new. */
export function createProgressLine(output: TextOutput): ProgressLine {
  let last = ''
  let lastKind = ''
  return output.isTTY === true ? { show: refresh } : { show: append }

  function refresh(status: AppStatus): void {
    const line = statusLine(status).slice(0, (output.columns ?? 80) - 1)
    if (line === last) return
    last = line
    const isOver = status.indexing.kind !== 'running'
    output.write(`\r${line}\u001b[K${isOver ? '\n' : ''}`)
  }

  function append(status: AppStatus): void {
    const kind = status.indexing.kind === 'running' ? status.indexing.progress.phase : status.indexing.kind
    const line = statusLine(status)
    if (line === last || (kind === lastKind && kind !== 'idle')) return
    last = line
    lastKind = kind
    output.write(`${line}\n`)
  }
}
