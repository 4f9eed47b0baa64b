import { formatCount } from './format.ts'
import type { Terminal } from './main.ts'

/** Without a terminal a line is printed this often. */
const plainEveryMs = 5000

export interface StepLine {
  /** `verb`: what is being done, as in 'Embedding chunks'. */
  show(verb: string, done: number, total: number): void
  /** `part`: 0 to 1. */
  share(verb: string, part: number): void
  /** Clears the line, so that what follows starts clean. */
  end(): void
}

/** How far some work is, on one line that is redrawn on a terminal; as plain lines now and then elsewhere. */
export function stepLine(terminal: Terminal): StepLine {
  let shownAt = -Infinity
  const print = (text: string): void => {
    const now = performance.now()
    if (now - shownAt < (terminal.isInteractive ? 100 : plainEveryMs)) return
    shownAt = now
    terminal.err(terminal.isInteractive ? `\r\u001B[K${text.slice(0, terminal.columns - 1)}` : `${text}\n`)
  }
  const show = (verb: string, done: number, total: number): void =>
    print(`${verb}: ${formatCount(done)} of ${formatCount(total)}`)
  const share = (verb: string, part: number): void => print(`${verb}: ${(part * 100).toFixed(1)} %`)
  return { show, share, end: () => terminal.isInteractive && terminal.err('\r\u001B[K') }
}
