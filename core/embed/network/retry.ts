import { setTimeout as sleep } from 'node:timers/promises'

export interface RetryOptions {
  /** How often in all. */
  readonly attempts: number
  /** Wait before the second attempt; each later one waits twice as long. */
  readonly firstWaitMs: number
  /** Whoever asks to be left alone for longer is given up; default: nobody is, and a minute is waited at most. */
  readonly mostWaitMs?: number
  readonly signal?: AbortSignal | undefined
}

/** What may go well the next time. */
export class Passing extends Error {
  /** The error to report when it never does. */
  readonly error: Error
  /** What the other side asked to wait, or 0. */
  readonly waitMs: number

  constructor(error: Error, waitMs = 0) {
    super(error.message)
    this.error = error
    this.waitMs = waitMs
  }
}

const longestWaitMs = 60_000

/** Repeats `work` while it throws `Passing`. `isMoving`: true starts the counting of attempts again. */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts, firstWaitMs, mostWaitMs = Infinity, signal }: RetryOptions,
  isMoving: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Passing)) throw error
      if (await isMoving()) attempt = 1
      if (attempt >= attempts || error.waitMs > mostWaitMs) throw error.error
      await sleep(Math.min(longestWaitMs, Math.max(error.waitMs, firstWaitMs * 2 ** (attempt - 1))), undefined, {
        signal,
      }).catch(() => signal?.throwIfAborted())
    }
  }
}

/** Whether a status says that the same request may succeed later. */
export function isPassingStatus(status: number): boolean {
  return [408, 425, 429].includes(status) || status >= 500
}

/** Milliseconds that a Retry-After header asks for; 0 without one. */
export function retryAfterMs(header: string | undefined): number {
  const seconds = Number(header ?? 0)
  if (Number.isFinite(seconds)) return seconds * 1000
  const date = Date.parse(header ?? '')
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now())
}
