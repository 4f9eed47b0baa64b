import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly execArgv?: readonly string[]
  readonly serviceName?: string
}

const running = new Map<number, string>()

/** The utility processes, as app.getAppMetrics() lists them. */
export function utilityMetrics(): { pid: number; type: string; name: string }[] {
  return [...running].map(([pid, name]) => ({ pid, type: 'Utility', name }))
}

/** A switch of Chromium as Node knows it: V8's flags are Node's own. */
function nodeWords(word: string): string[] {
  return word.startsWith('--js-flags=') ? word.slice('--js-flags='.length).split(' ') : [word]
}

/** Electron's `utilityProcess`: a Node process that finds `process.parentPort`; messages go by structured clone. */
export const utilityProcess = {
  fork(
    entry: string,
    args: readonly string[] = [],
    { env = process.env, cwd, execArgv = [], serviceName = 'Node Utility Process' }: ForkOptions = {},
  ) {
    const child = fork(entry, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      // Given in full: the debugger that Playwright asked for is main's alone.
      execArgv: ['--import', new URL('utility-child.js', import.meta.url).href, ...execArgv.flatMap(nodeWords)],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      postMessage(message: unknown) {
        if (child.connected) child.send(message as object, () => {}) // a child that just ended reports by `exit`
      },
      kill: () => child.kill(),
    })
    const { pid } = child
    if (pid !== undefined) {
      running.set(pid, serviceName)
      child.once('exit', () => running.delete(pid))
    }
    child.on('spawn', () => utility.emit('spawn'))
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code) => utility.emit('exit', code ?? 1))
    return utility
  },
}
