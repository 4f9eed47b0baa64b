import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { AppError } from '../errors.ts'
import type { FileProblemCode } from '../types.ts'
import type { Prepared, PrepareRequest } from './prepare.ts'

/** What the pool sends to a worker. */
export interface ExtractJob {
  readonly id: number
  readonly request: PrepareRequest
}

/** What a worker answers. */
export interface ExtractAnswer {
  readonly id: number
  readonly prepared: Prepared
}

export interface ExtractPoolOptions {
  /** Threads at most; each is started when there is work for it. */
  readonly workers: number
  /** Time for one file, after which its thread is ended. */
  readonly timeoutMs?: number
  /** JavaScript heap of each thread. */
  readonly maxHeapMB?: number
  /** Another worker than extract-worker, for tests. */
  readonly workerUrl?: URL
}

export interface ExtractPool {
  /**
   * Prepares one file in a thread of its own. Resolves whatever the file does: a thread that hangs, crashes or runs out of
   * memory is replaced, and the file is reported as failed. Rejects with the signal's reason, or AppError 'cancelled' when
   * the pool is closed.
   */
  prepare(request: PrepareRequest, signal?: AbortSignal): Promise<Prepared>
  /** Ends all threads; files at hand and waiting are rejected. */
  close(): Promise<void>
}

interface Task {
  readonly job: ExtractJob
  /** Called once; later calls are ignored. */
  settle(outcome: Prepared | Error): void
  isSettled: boolean
  /** A thread died with this file and others in hand: it runs again with nothing beside it, to find the one to blame. */
  isAlone: boolean
}

interface Slot {
  readonly worker: Worker
  /** Sent to the worker and not answered yet; it is at work on the first. */
  readonly tasks: Task[]
  timer: NodeJS.Timeout | null
}

/** Files sent ahead to a thread, so that it need not wait for us between two. */
const tasksAhead = 4

/** Beside this file: the source when run from sources, an entry of the bundle when built. */
const defaultWorkerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './extract-worker.ts' : './extract-worker.js',
  import.meta.url,
)

/** Threads that prepare files, each one file at a time, in the order of the requests. Nothing is started before it is needed. */
export function createExtractPool({
  workers,
  timeoutMs = 60_000,
  maxHeapMB = 1024,
  workerUrl = defaultWorkerUrl,
}: ExtractPoolOptions): ExtractPool {
  const slots = new Set<Slot>()
  const waiting: Task[] = []
  const ending = new Set<Promise<unknown>>()
  let nextId = 1
  let isClosed = false

  function prepare(request: PrepareRequest, signal?: AbortSignal): Promise<Prepared> {
    if (isClosed) return Promise.reject(closedError())
    if (signal?.aborted) return Promise.reject(asError(signal.reason))
    return new Promise((resolve, reject) => {
      const task: Task = {
        job: { id: nextId++, request },
        isSettled: false,
        isAlone: false,
        settle(outcome) {
          if (task.isSettled) return
          task.isSettled = true
          signal?.removeEventListener('abort', onAbort)
          if (outcome instanceof Error) reject(outcome)
          else resolve(outcome)
        },
      }
      const onAbort = (): void => abandon(task, asError(signal?.reason))
      signal?.addEventListener('abort', onAbort)
      waiting.push(task)
      dispatch()
    })
  }

  /** A file at hand is finished by its thread all the same, and the answer dropped: cheaper than a new thread. */
  function abandon(task: Task, reason: Error): void {
    const at = waiting.indexOf(task)
    if (at >= 0) waiting.splice(at, 1)
    task.settle(reason)
  }

  function dispatch(): void {
    while (waiting.length > 0) {
      const slot = freeSlot(waiting[0])
      if (slot === null) return
      const task = waiting.shift()!
      slot.tasks.push(task)
      slot.worker.ref()
      slot.worker.postMessage(task.job)
      if (slot.tasks.length === 1) startTimer(slot)
    }
  }

  /** The thread with the least to do; a new one before any has to queue. */
  function freeSlot({ isAlone }: Task): Slot | null {
    let best: Slot | null = null
    for (const slot of slots) if (best === null || slot.tasks.length < best.tasks.length) best = slot
    if (best?.tasks.length !== 0 && slots.size < workers) return startSlot()
    if (best === null || best.tasks[0]?.isAlone === true) return null
    return best.tasks.length < (isAlone ? 1 : tasksAhead) ? best : null
  }

  /** The time of the file that the thread is at work on. */
  function startTimer(slot: Slot): void {
    slot.timer = setTimeout(
      () => fail(slot, 'timed-out', `Reading it took more than ${timeoutMs / 1000} s.`),
      timeoutMs,
    )
  }

  function startSlot(): Slot {
    const worker = new Worker(workerUrl, { resourceLimits: { maxOldGenerationSizeMb: maxHeapMB } })
    const slot: Slot = { worker, tasks: [], timer: null }
    worker.on('message', (answer: ExtractAnswer) => finish(slot, answer))
    worker.on('error', (error) => fail(slot, 'crashed', `Its reader stopped: ${error.message}.`))
    worker.on('exit', (code) => fail(slot, 'crashed', `Its reader ended by itself (exit code ${code}).`))
    slots.add(slot)
    return slot
  }

  function finish(slot: Slot, { id, prepared }: ExtractAnswer): void {
    if (slot.tasks[0]?.job.id !== id || !slots.has(slot)) return
    const task = slot.tasks.shift()
    stopTimer(slot)
    if (slot.tasks.length > 0) startTimer(slot)
    else slot.worker.unref()
    task?.settle(prepared)
    dispatch()
  }

  /** Ends the slot's thread and reports the file it was at work on; whatever waits goes on in others. */
  function fail(slot: Slot, code: FileProblemCode, message: string): void {
    if (!slots.delete(slot)) return
    stopTimer(slot)
    end(slot.worker)
    const tasks = slot.tasks.splice(0)
    // A thread that dies takes answers with it: with several files in hand none can be blamed yet.
    const isClear = code !== 'crashed' || tasks.length === 1
    const guilty = isClear ? tasks.shift() : undefined
    if (!isClear) for (const task of tasks) task.isAlone = true
    waiting.unshift(...tasks.filter(({ isSettled }) => !isSettled))
    if (guilty !== undefined) void failure(guilty.job.request.path, code, message).then(guilty.settle)
    if (!isClosed) dispatch()
  }

  function stopTimer(slot: Slot): void {
    if (slot.timer !== null) clearTimeout(slot.timer)
    slot.timer = null
  }

  function end(worker: Worker): void {
    const ended = worker.terminate().finally(() => ending.delete(ended))
    ending.add(ended)
  }

  async function close(): Promise<void> {
    isClosed = true
    const open = [...slots]
    slots.clear()
    for (const task of waiting.splice(0)) task.settle(closedError())
    for (const slot of open) {
      for (const task of slot.tasks) task.settle(closedError())
      stopTimer(slot)
      end(slot.worker)
    }
    await Promise.all(ending)
  }

  return { prepare, close }
}

async function failure(path: string, code: FileProblemCode, message: string): Promise<Prepared> {
  const facts = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }))
  return { kind: 'failed', hash: null, size: facts.size, mtimeMs: facts.mtimeMs, code, message }
}

function closedError(): AppError {
  return new AppError('cancelled', 'The extraction of texts was stopped.')
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new AppError('cancelled', 'The extraction of a text was cancelled.')
}
