import { AppError, messageOf, saidOf } from '../core/errors.ts'
import type { Reply } from './contract.ts'

/** Turns work into data that can cross a process boundary; Electron keeps only an error's message. `onBug` hears of what is no AppError. */
export async function replyOf<T>(work: () => T | Promise<T>, onBug?: (error: unknown) => void): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (!(error instanceof AppError)) onBug?.(error)
    return failure(error)
  }
}

/** The reply for anything thrown: an AppError keeps its code, whatever else is `failed`. */
export function failure(error: unknown): Reply<never> {
  if (error instanceof AppError) return { ok: false, code: error.code, message: error.message, ...saidOf(error) }
  return { ok: false, code: 'failed', message: messageOf(error) }
}

/** The value of a reply. @throws AppError with the reply's code and message */
export function valueOf<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw new AppError(reply.code, reply.said ?? reply.message)
}
