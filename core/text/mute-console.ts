import { Console } from 'node:console'
import { Writable } from 'node:stream'

/**
 * Drops what this thread's parsers print: it would stand between a host's lines of JSON, and has names of folders in it. What they throw is
 * told as ever. Not by taking the thread's output from outside: whoever reads that keeps the process alive for an idle thread.
 */
export function muteConsole(): void {
  globalThis.console = new Console(new Writable({ write: (_piece, _encoding, done) => done() }))
}
