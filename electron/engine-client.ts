import { AppError } from '../core/errors.ts'
import type { PaceName } from '../core/pace.ts'
import type { SearchAnswer } from '../core/types.ts'
import type { AppStatus, Events, Reply } from './contract.ts'
import type { EngineAsk, EngineRequestName, EngineRequests, FromEngine, ToEngine } from './engine-messages.ts'
import { failure, valueOf } from './replies.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** A running engine process, whichever way it was started. */
export interface EngineProcess {
  send(message: ToEngine): void
  onMessage(listen: (message: FromEngine) => void): void
  /** Called once, when the process has ended for whatever reason. */
  onExit(listen: () => void): void
  kill(): void
}

/** Main's side of the engine. */
export interface EngineClient {
  ask<Name extends EngineRequestName>(
    name: Name,
    ask: EngineRequests[Name]['ask'],
    client: string,
  ): Promise<EngineRequests[Name]['answer']>
  /** Whether a window waits for an answer of the engine. */
  isAskedBy(client: string): boolean
  /** Ends the search of a window that went away. */
  cancel(client: string): void
  /** Returns the function that ends the subscription. */
  onStatus(listen: (status: AppStatus) => void): () => void
  /** What is known so far of a window's running search. */
  onPartial(listen: (answer: SearchAnswer, client: string) => void): void
  /** A piece of the answer that a window waits for. */
  onAnswerText(listen: (piece: Events['answerText'], client: string) => void): void
  onModelChanged(listen: (change: Events['modelChanged']) => void): void
  onCheckProgress(listen: (progress: Events['checkProgress']) => void): void
  /** The engine made a request to a host. */
  onSent(listen: (host: string) => void): void
  /** The engine stopped unasked; `isBack`: it was started again, else it waits for the next request. */
  onStopped(listen: (stop: Events['engineStopped']) => void): void
  /** How fast the engine works in the background, from now on. */
  setPace(name: PaceName): void
  /** Ends the engine in order and starts it again, for what only a new one takes up. */
  restart(): Promise<void>
  /** Lets the engine finish and waits for its end; after `patienceMs` it is killed (its library survives that). */
  close(patienceMs?: number): Promise<void>
}

interface Waiting {
  readonly message: EngineAsk
  readonly settle: (reply: Reply<unknown>) => void
  /** How often it was sent; a request that has seen the engine stop twice is given up. */
  sent: number
}

const restartsPerMinute = 3

/**
 * Keeps one engine process running. When it stops unasked it is started again and the waiting requests are sent once
 * more (each is safe to repeat); a request that stops it again, or a fourth stop within a minute, is answered with
 * `failed`.
 */
export function createEngineClient(spawn: () => EngineProcess, log: (event: string) => void): EngineClient {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(status: AppStatus) => void>()
  const partialListeners = new Set<(answer: SearchAnswer, client: string) => void>()
  const answerListeners = new Set<(piece: Events['answerText'], client: string) => void>()
  const modelListeners = new Set<(change: Events['modelChanged']) => void>()
  const checkListeners = new Set<(progress: Events['checkProgress']) => void>()
  const sentListeners = new Set<(host: string) => void>()
  const stopListeners = new Set<(stop: Events['engineStopped']) => void>()
  let pace: PaceName = 'normal'
  let isRestarting = false
  let nextId = 1
  let stopTimes: number[] = []
  let closing = false
  let engine: EngineProcess | null = null
  let ended: () => void = () => {}

  function running(): EngineProcess {
    if (engine !== null) return engine
    const started = spawn()
    engine = started
    started.onMessage(receive)
    started.onExit(() => {
      if (engine !== started) return
      engine = null
      ended()
      if (!closing) recover()
    })
    if (pace !== 'normal') started.send({ kind: 'pace', name: pace })
    return started
  }

  function receive(message: FromEngine): void {
    if (message.kind === 'partial') {
      for (const listen of partialListeners) listen(message.answer, message.client)
      return
    }
    if (message.kind === 'status') {
      for (const listen of listeners) listen(message.status)
      return
    }
    if (message.kind === 'answerText') {
      for (const listen of answerListeners) listen(message.piece, message.client)
      return
    }
    if (message.kind === 'modelChanged') {
      for (const listen of modelListeners) listen(message.change)
      return
    }
    if (message.kind === 'checking') {
      for (const listen of checkListeners) listen(message.progress)
      return
    }
    if (message.kind === 'sent') {
      for (const listen of sentListeners) listen(message.host)
      return
    }
    waiting.get(message.id)?.settle(message.reply)
    waiting.delete(message.id)
  }

  function recover(): void {
    if (isRestarting) return resume()
    log('engine.stopped')
    const minuteAgo = Date.now() - 60_000
    stopTimes = [...stopTimes.filter((time) => time > minuteAgo), Date.now()]
    const tooOften = stopTimes.length > restartsPerMinute
    for (const [id, request] of waiting) {
      if (!tooOften && request.sent < 2) continue
      waiting.delete(id)
      request.settle(failure(new AppError('failed', sayOfApp('app.engineStopped'))))
    }
    for (const listen of stopListeners) listen({ isBack: !tooOften })
    if (!tooOften) resume()
  }

  function resume(): void {
    const started = running()
    for (const request of waiting.values()) {
      request.sent++
      started.send(request.message)
    }
  }

  return {
    async ask(name, ask, client) {
      if (closing) throw new AppError('cancelled', sayOfApp('app.closing'))
      // Name and ask come as a pair from this generic function; the union of messages cannot see that.
      const message = { kind: 'ask', id: nextId++, client, name, ask } as EngineAsk
      const reply = await new Promise<Reply<unknown>>((settle) => {
        waiting.set(message.id, { message, settle, sent: 1 })
        running().send(message)
      })
      // The engine answers each name with its own type: engine-messages.ts is shared by both sides.
      return valueOf(reply) as EngineRequests[typeof name]['answer']
    },
    isAskedBy(client) {
      return [...waiting.values()].some(({ message }) => message.client === client)
    },
    cancel: (client) => engine?.send({ kind: 'cancel', client }),
    onStatus(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    onPartial: (listen) => void partialListeners.add(listen),
    onAnswerText: (listen) => void answerListeners.add(listen),
    onModelChanged: (listen) => void modelListeners.add(listen),
    onCheckProgress: (listen) => void checkListeners.add(listen),
    onSent: (listen) => void sentListeners.add(listen),
    onStopped: (listen) => void stopListeners.add(listen),
    setPace(name) {
      pace = name
      engine?.send({ kind: 'pace', name })
    },
    async restart() {
      if (engine === null || closing) return
      isRestarting = true
      const over = new Promise<void>((resolve) => (ended = resolve))
      engine.send({ kind: 'close' })
      await over
      isRestarting = false
    },
    async close(patienceMs = 5_000) {
      closing = true
      for (const request of waiting.values())
        request.settle(failure(new AppError('cancelled', sayOfApp('app.closing'))))
      waiting.clear()
      const last = engine
      if (last === null) return
      const over = new Promise<void>((resolve) => (ended = resolve))
      last.send({ kind: 'close' })
      const timer = setTimeout(() => last.kill(), patienceMs)
      await over
      clearTimeout(timer)
    },
  }
}
