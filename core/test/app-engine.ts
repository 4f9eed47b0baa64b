/* The app's engine for tests: a process of its own, as the app starts it, asked as the window asks. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface EngineReply {
  readonly ok: boolean
  readonly code?: string
  readonly message?: string
}

const ended: EngineReply = { ok: false, code: 'ended', message: 'the engine ended' }

export class AppEngine {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (reply: EngineReply) => void>()
  /** Its exit code, or the signal that ended it. */
  readonly over: Promise<number | NodeJS.Signals | null>
  #nextId = 1

  constructor(library: string, log: string) {
    const script = fileURLToPath(new URL('../../electron/engine.ts', import.meta.url))
    this.#child = fork(script, [library, 'soak', log], { serialization: 'advanced' })
    this.#child.on('message', (message: { kind: string; id: number; reply: EngineReply }) => {
      if (message.kind === 'reply') this.#waiting.get(message.id)?.(message.reply)
      this.#waiting.delete(message.id)
    })
    this.over = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        for (const settle of this.#waiting.values()) settle(ended)
        resolve(code ?? signal)
      })
    })
  }

  /** Whether it can be asked: its channel closes a little before its exit is known. */
  get isRunning(): boolean {
    return this.#child.connected
  }

  ask(name: string, ask: unknown): Promise<EngineReply> {
    return new Promise((resolve) => {
      const id = this.#nextId++
      this.#waiting.set(id, resolve)
      this.#send({ kind: 'ask', id, client: 'soak', name, ask }, () => resolve(ended))
    })
  }

  /** In order, or as a crash would end it. */
  async end(how: 'close' | 'kill'): Promise<void> {
    if (how === 'kill') this.#child.kill('SIGKILL')
    else this.#send({ kind: 'close' }, () => {})
    await this.over
  }

  /** An engine that shared the library ends by itself once it can be the writer: then nobody hears. */
  #send(message: object, onUnheard: () => void): void {
    if (!this.#child.connected) return onUnheard()
    this.#child.send(message, (error) => {
      if (error !== null) onUnheard()
    })
  }
}
