import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { AppError, unreachable } from '../errors.ts'
import { waitedMs } from '../thread-share.ts'
import type { FileProblemCode } from '../types.ts'
import { Backlog } from './backlog.ts'
import { isContainer, kindOfPath } from './document-kind.ts'
import { FileTime } from './file-time.ts'
import { photoHeadBytes } from './formats/photo-facts.ts'
import { namedOnlyKind } from './named-only.ts'
import type { PrepareRequest } from './prepare.ts'
import type { Prepared, PreparedPart } from './prepared.ts'
import { ocrFileMs } from './read-options.ts'
import { type SentPart, type SentPrepared, TermsReceiver } from './sent-terms.ts'
import { type DeadlyStep, type Step, StepInHand } from './steps.ts'
import { ThreadEnd } from './thread-end.ts'
import { say } from '../sayings/say.ts'

/** What the pool sends to a worker: a file; then its replies about that file. */
export type ToWorker =
  | {
      readonly kind: 'job'
      readonly id: number
      readonly request: PrepareRequest
      readonly startAfter: number
      readonly deadly: readonly DeadlyStep[]
    }
  | { readonly kind: 'known'; readonly hashes: BigUint64Array }
  | { readonly kind: 'more' }
  | { readonly kind: 'stop' }

/** Memory that a worker is given. */
export interface SharedWithThread {
  /** For a `StepInHand`, and a `Backlog`. */
  readonly inHand: SharedArrayBuffer
  readonly backlog: SharedArrayBuffer
  readonly isInBackground: boolean
}

/**
 * What a worker says: once, which of the system's threads it is; then what it made of a file, and before that its parts, if it has
 * such, each lot waiting for a reply.
 */
export type FromWorker =
  | { readonly kind: 'began'; readonly thread: number }
  | { readonly kind: 'done'; readonly id: number; readonly prepared: SentPrepared }
  | { readonly kind: 'parts'; readonly id: number; readonly parts: readonly SentPart[]; readonly through: number }
  | { readonly kind: 'asks'; readonly id: number; readonly reread: readonly string[] | null }

/** Who takes the parts of a file, where it has such. */
export interface PartsTaker {
  /** See `PartsHost`. */
  take(parts: readonly PreparedPart[]): Promise<void>
  /** See `PartsHost`. */
  knownHashes(reread: readonly string[] | null): BigUint64Array
}

export interface ExtractPoolOptions {
  /** Threads at most; each is started when there is work for it. */
  readonly workers: number
  /** Time for one file, after which its thread is ended; more where pictures are read. Waiting for the processor is not counted (Linux). */
  readonly timeoutMs?: number
  /** The threads leave the processor to others that want it (Linux); default: no. */
  readonly isInBackground?: boolean
  /** A thread that had nothing to do for so long ends; the next file that needs it starts another. */
  readonly idleMs?: number
  /** JavaScript heap of each thread. */
  readonly maxHeapMB?: number
  /** Another worker than extract-worker, for tests. */
  readonly workerUrl?: URL
}

/** Threads that read files. */
export interface ExtractPool {
  /**
   * Prepares one file in a thread of its own. Resolves whatever the file does: a thread that hangs, crashes or runs out of
   * memory is replaced, and the file is reported as failed. Rejects with the signal's reason, or AppError 'cancelled' when
   * the pool is closed. A file with parts hands them to `taker` before it resolves; what a thread does not survive in it is passed
   * over by the next, and is one of them, failed.
   */
  prepare(request: PrepareRequest, signal?: AbortSignal, taker?: PartsTaker): Promise<Prepared>
  /**
   * How much of what was read waits to be indexed, in bytes of text: while that is little, the threads leave the terms of small texts
   * to whoever indexes. null: nobody indexes, as in the beginning.
   */
  tellBacklog(bytes: number | null): void
  /** Threads that are there. */
  readonly threads: number
  /** Ends all threads; files at hand and waiting are rejected. */
  close(): Promise<void>
}

interface Task {
  readonly id: number
  readonly request: PrepareRequest
  readonly taker: PartsTaker
  /** Parts that were handed over. */
  startAfter: number
  /** What threads died of in this file. */
  readonly deadly: DeadlyStep[]
  /** Called once; later calls are ignored. */
  settle(outcome: Prepared | Error): void
  isSettled: boolean
  readonly settled: Promise<void>
  /** A thread died with this file and others in hand: it runs again with nothing beside it, to find the one to blame. */
  isAlone: boolean
  /** See `quickBytesOf`. */
  readonly quickBytes: number
}

interface Slot {
  readonly worker: Worker
  readonly inHand: StepInHand
  readonly terms: TermsReceiver
  /** Sent to the worker and not answered yet; it is at work on the first. */
  readonly tasks: Task[]
  /** The system's number of it; 0: not known (yet). */
  thread: number
  /** Of the file at hand. */
  time: FileTime | null
  /** Of being idle. */
  idle: NodeJS.Timeout | null
}

/** Files sent ahead to a thread, so that it need not wait for us between two ... */
const tasksAhead = 4
/** ... and more where all of them are read in no time: a commit keeps us for a second. */
const quickTasksAhead = 512
const quickBytesAhead = 6 * 1024 * 1024
const quickFileBytes = 512 * 1024

/** With as much as V8 takes by itself, a run has 140 MB more and is no faster. */
const youngHeapMB = 12

/** A file that kills so many threads is given up. */
const mostDeaths = 10

/** Beside this file: the source when run from sources, an entry of the bundle when built. */
const defaultWorkerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './extract-worker.ts' : './extract-worker.js',
  import.meta.url,
)

/** Threads that prepare files, each one file at a time, in the order of the requests. Nothing is started before it is needed. */
export function createExtractPool({
  workers,
  timeoutMs = 60_000,
  idleMs = 60_000,
  maxHeapMB = 1024,
  isInBackground = false,
  workerUrl = defaultWorkerUrl,
}: ExtractPoolOptions): ExtractPool {
  const slots = new Set<Slot>()
  const waiting: Task[] = []
  const ending = new ThreadEnd()
  const backlogMemory = new SharedArrayBuffer(Backlog.bytes)
  const backlog = new Backlog(backlogMemory)
  let nextId = 1
  let isClosed = false

  function prepare(request: PrepareRequest, signal?: AbortSignal, taker = nobody): Promise<Prepared> {
    if (isClosed) return Promise.reject(closedError())
    if (signal?.aborted) return Promise.reject(asError(signal.reason))
    const settled = Promise.withResolvers<void>()
    return new Promise((resolve, reject) => {
      const task: Task = {
        settled: settled.promise,
        id: nextId++,
        request,
        taker,
        startAfter: 0,
        deadly: [],
        isSettled: false,
        isAlone: false,
        quickBytes: quickBytesOf(request),
        settle(outcome) {
          if (task.isSettled) return
          task.isSettled = true
          settled.resolve()
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
      const { id, request, startAfter, deadly } = task
      post(slot, { kind: 'job', id, request, startAfter, deadly })
      if (slot.tasks.length === 1) startTimer(slot)
    }
  }

  /** The thread with the least to do; a new one before any has to queue. */
  function freeSlot(task: Task): Slot | null {
    let best: Slot | null = null
    for (const slot of slots) if (best === null || slot.tasks.length < best.tasks.length) best = slot
    if (best?.tasks.length !== 0 && slots.size < workers) return startSlot()
    if (best === null || best.tasks[0]?.isAlone === true) return null
    if (task.isAlone) return best.tasks.length === 0 ? best : null
    return best.tasks.length < tasksAhead || isQuickWith(best, task) ? best : null
  }

  /** Starts the time of the file that the thread is at work on. */
  function startTimer(slot: Slot): void {
    stopTimer(slot)
    const limitMs = timeoutMs + (slot.tasks[0].request.reading?.ocr == null ? 0 : ocrFileMs)
    slot.time = new FileTime({
      limitMs,
      waitedMs: () => waitedMs(slot.thread),
      onOver: () => fail(slot, 'timed-out', say('file.slow', { seconds: limitMs / 1000 }).text),
    })
  }

  /** A thread without work neither keeps the process alive nor stays for long. */
  function rest(slot: Slot): void {
    stopTimer(slot)
    slot.worker.unref()
    slot.idle = setTimeout(() => {
      if (slots.delete(slot)) ending.add(slot.worker)
    }, idleMs).unref()
  }

  function startSlot(): Slot {
    const memory = new SharedArrayBuffer(StepInHand.bytes)
    const worker = new Worker(workerUrl, {
      workerData: { inHand: memory, backlog: backlogMemory, isInBackground } satisfies SharedWithThread,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMB, maxYoungGenerationSizeMb: youngHeapMB },
    })
    const slot: Slot = {
      worker,
      inHand: new StepInHand(memory),
      terms: new TermsReceiver(),
      tasks: [],
      thread: 0,
      time: null,
      idle: null,
    }
    worker.on('message', (message: FromWorker) => receive(slot, message))
    worker.on('error', (error) => fail(slot, 'crashed', say('file.readerStopped', { reason: error.message }).text))
    worker.on('exit', (code) => fail(slot, 'crashed', say('file.readerEnded', { status: String(code) }).text))
    slots.add(slot)
    return slot
  }

  function post(slot: Slot, message: ToWorker): void {
    slot.worker.postMessage(message)
  }

  function receive(slot: Slot, message: FromWorker): void {
    if (message.kind === 'began') {
      slot.thread = message.thread
      return
    }
    const task = slot.tasks[0]
    if (task?.id !== message.id || !slots.has(slot)) return
    stopTimer(slot)
    switch (message.kind) {
      case 'done':
        return finish(slot, slot.terms.prepared(message.prepared))
      case 'asks':
        post(slot, {
          kind: 'known',
          hashes: task.isSettled ? new BigUint64Array(0) : task.taker.knownHashes(message.reread),
        })
        return startTimer(slot)
      case 'parts':
        task.startAfter = message.through
        return void handOver(slot, task, slot.terms.parts(message.parts))
      default:
        return unreachable(message)
    }
  }

  /** The thread waits, and its time stands still, until whoever takes the parts wants more. */
  async function handOver(slot: Slot, task: Task, parts: readonly PreparedPart[]): Promise<void> {
    try {
      // Who takes them may be gone by now.
      if (!task.isSettled && parts.length > 0) await Promise.race([task.taker.take(parts), task.settled])
    } catch (error) {
      task.settle(asError(error))
    }
    if (!slots.has(slot)) return
    post(slot, { kind: task.isSettled ? 'stop' : 'more' })
    startTimer(slot)
  }

  function finish(slot: Slot, prepared: Prepared): void {
    const task = slot.tasks.shift()
    if (slot.tasks.length > 0) startTimer(slot)
    else rest(slot)
    task?.settle(prepared)
    dispatch()
  }

  /** Ends the slot's thread and reports the file it was at work on; whatever waits goes on in others. */
  function fail(slot: Slot, code: FileProblemCode, message: string): void {
    if (!slots.delete(slot)) return
    stopTimer(slot)
    ending.add(slot.worker)
    const tasks = slot.tasks.splice(0)
    // A thread that dies takes answers with it: with several files in hand none can be blamed yet.
    const isClear = code !== 'crashed' || tasks.length === 1
    const deadly = tasks[0] === undefined ? null : deadlyStep(tasks[0], slot)
    if (deadly !== null) tasks[0].deadly.push({ ...deadly, code, message })
    const guilty = isClear && deadly === null ? tasks.shift() : undefined
    if (!isClear && deadly === null) for (const task of tasks) task.isAlone = true
    waiting.unshift(...tasks.filter(({ isSettled }) => !isSettled))
    if (guilty !== undefined) void failure(guilty.request.path, code, message).then(guilty.settle)
    if (!isClosed) dispatch()
  }

  function stopTimer(slot: Slot): void {
    slot.time?.stop()
    slot.time = null
    if (slot.idle !== null) clearTimeout(slot.idle)
    slot.idle = null
  }

  async function close(): Promise<void> {
    isClosed = true
    const open = [...slots]
    slots.clear()
    for (const task of waiting.splice(0)) task.settle(closedError())
    for (const slot of open) {
      for (const task of slot.tasks) task.settle(closedError())
      stopTimer(slot)
      ending.add(slot.worker)
    }
    await ending.done()
  }

  return {
    prepare,
    close,
    tellBacklog: (bytes) => backlog.tell(bytes),
    get threads() {
      return slots.size
    },
  }
}

/** What in a file killed its thread, where another can go on behind it; null: the file as a whole did, or too often. */
function deadlyStep({ id, isSettled, deadly }: Task, { inHand }: Slot): Step | null {
  const step = inHand.read(id)
  if (step === null || (step.place === 0 && step.step === 0)) return null
  return isSettled || deadly.length >= mostDeaths ? null : step
}

/** Whether all that the thread would have before it, and this file, are small texts. */
function isQuickWith({ tasks }: Slot, task: Task): boolean {
  const bytes = tasks.reduce((sum, { quickBytes }) => sum + quickBytes, task.quickBytes)
  return tasks.length < quickTasksAhead && bytes <= quickBytesAhead
}

/** Bytes of a file that is read in no time; Infinity for any other. */
function quickBytesOf({ path, size = Infinity, reading }: PrepareRequest): number {
  if (namedOnlyKind(path) !== null && reading?.ocr == null) return Math.min(size, photoHeadBytes)
  const kind = kindOfPath(path)
  return kind !== null && kind !== 'picture' && !isContainer(kind) && size <= quickFileBytes ? size : Infinity
}

/** For those who only want to know what a file is. */
const nobody: PartsTaker = { knownHashes: () => new BigUint64Array(0), take: async () => {} }

async function failure(path: string, code: FileProblemCode, message: string): Promise<Prepared> {
  const facts = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }))
  return { kind: 'failed', hash: null, size: facts.size, mtimeMs: facts.mtimeMs, code, message }
}

function closedError(): AppError {
  return new AppError('cancelled', say('reading.stopped'))
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new AppError('cancelled', say('reading.stopped'))
}
