import { utilityProcess } from 'electron'
import type { EngineProcess } from './engine-client.ts'
import { memoryEnvironment } from '../core/memory-flags.ts'
import { utilityFlags } from './v8-flags.ts'
import type { FromEngine } from './engine-messages.ts'

/** Starts the engine in a process of its own, by Electron. `args` are engine.ts's: FOLDER RUNTIME LOG-FILE OWNER-PID. */
export function spawnEngine(entry: string, args: readonly string[]): EngineProcess {
  const child = utilityProcess.fork(entry, [...args], {
    serviceName: 'Leantern engine',
    execArgv: [...utilityFlags],
    env: { ...process.env, ...memoryEnvironment },
  })
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    send: (message) => child.postMessage(message),
    onMessage: (listen) => child.on('message', (message: FromEngine) => listen(message)),
    onExit: (listen) => child.once('exit', () => listen()),
    kill: () => child.kill(),
  }
}
