import { fork, type ChildProcess } from 'node:child_process'
import type { Provider } from '../../types.ts'

/** What the child is asked. */
export interface ProbeQuestion {
  readonly folder: string
  readonly provider: Provider
  readonly threads?: number | undefined
}

/** What one provider did with the sample texts; `refused`: why it did nothing. */
export type ProbeAnswer =
  | {
      readonly kind: 'measured'
      readonly chunksPerSecond: number
      readonly dimensions: number
      /** [sample × dimensions] */
      readonly vectors: readonly number[]
    }
  | { readonly kind: 'refused'; readonly reason: string }

export interface ProbeOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
  /** Starts the child; default: probe-child.ts. */
  start?(): ChildProcess
}

/** The sources run as .ts, a bundle has .js beside this code. */
const childUrl = new URL(import.meta.url.endsWith('.ts') ? './probe-child.ts' : './probe-child.js', import.meta.url)

/** Runs one provider in a process of its own. Never throws for what the provider does: a crash or a hang is a refusal. */
export async function probeProvider(
  question: ProbeQuestion,
  { timeoutMs = 60_000, signal, start = startChild }: ProbeOptions = {},
): Promise<ProbeAnswer> {
  signal?.throwIfAborted()
  const child = start()
  const { promise, resolve } = Promise.withResolvers<ProbeAnswer>()
  const refuse = (reason: string): void => resolve({ kind: 'refused', reason })
  const timer = setTimeout(() => refuse(`no answer within ${timeoutMs / 1000} s`), timeoutMs)
  const stop = (): void => refuse('cancelled')
  signal?.addEventListener('abort', stop, { once: true })
  child.on('message', (answer: ProbeAnswer) => resolve(answer))
  child.on('error', ({ message }) => refuse(`cannot be tried: ${message}`))
  child.on('exit', (code, name) => refuse(`its driver ended the process (${name ?? `code ${code}`})`))
  child.send(question, (error) => error !== null && refuse(`cannot be tried: ${error.message}`))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    child.kill('SIGKILL')
    signal?.throwIfAborted()
  }
}

function startChild(): ChildProcess {
  // What drivers print belongs to nobody.
  return fork(childUrl, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // In the app this process is Electron, which is Node only when it is told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
}
