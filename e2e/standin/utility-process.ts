import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly execArgv?: readonly string[]
  readonly serviceName?: string
}

/** Electron's `utilityProcess`: a Node process that finds `process.parentPort`; messages go by structured clone. */
export const utilityProcess = {
  fork(entry: string, args: readonly string[] = [], { env = process.env, cwd, execArgv = [] }: ForkOptions = {}) {
    const child = fork(entry, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      // Given in full: the debugger that Playwright asked for is main's alone.
      execArgv: ['--import', new URL('utility-child.ts', import.meta.url).href, ...execArgv],
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
    child.on('spawn', () => utility.emit('spawn'))
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code) => utility.emit('exit', code ?? 1))
    return utility
  },
}
