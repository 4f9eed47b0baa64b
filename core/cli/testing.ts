/* Runs the command line for tests: in this process with a terminal of its own, or as a process. */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { keepTokenizer } from '../test/library-fixture.ts'
import { main, type Terminal } from './main.ts'

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `leantern WORDS` in this process. */
export async function leantern(...words: readonly string[]): Promise<Outcome> {
  let [out, err] = ['', '']
  const terminal: Terminal = {
    out: (part) => void (out += part),
    err: (part) => void (err += part),
    isInteractive: false,
    columns: 80,
  }
  keepTokenizer()
  const code = await main(words, terminal)
  return { code, out, err }
}

/** What starts the command line as a process. */
export const leanternScript = fileURLToPath(new URL('./leantern.js', import.meta.url))

export type LeanternProcess = ChildProcessByStdio<Writable, Readable, Readable>

/** `leantern WORDS` as a process; `core/test/end-processes.ts` ends it where a test that fails does not. */
export function startLeantern(...words: readonly string[]): LeanternProcess {
  return spawn(process.execPath, [leanternScript, ...words], { stdio: ['pipe', 'pipe', 'pipe'] })
}

export async function outcomeOf(child: LeanternProcess): Promise<Outcome> {
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { code, out, err }
}

/** The first line that a process prints. Fails where it ends without one. */
export async function firstLine(child: LeanternProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', async (code) => reject(new Error(`It ended with ${code}: ${await text(child.stderr)}`)))
  })
}

/** Where `serve --json` or `mcp --http --json` listens. */
export interface Service {
  readonly url: string
  readonly token: string
  /** The window's address, where there is one. */
  readonly window?: string
}

/** Of a process that was started with --json, once it listens. */
export async function serviceOf(child: LeanternProcess): Promise<Service> {
  return JSON.parse(await firstLine(child)) as Service // schema `service`, which its own test holds it to
}
