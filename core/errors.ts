import { say } from './sayings/say.ts'
import type { ErrorCode, Saying } from './types.ts'

/** Something a person can be told and act on. Whatever else is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** What the message was made of; none: it is the same in every language. */
  readonly said: Saying | undefined

  constructor(code: ErrorCode, message: string | Saying, options?: ErrorOptions) {
    super(typeof message === 'string' ? message : message.text, options)
    this.name = 'AppError'
    this.code = code
    this.said = typeof message === 'string' ? undefined : message
  }
}

/** For `default:` of a switch over a tagged union: the compiler refuses a forgotten case. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`)
}

/** The `code` of a Node system error ('ENOENT'), or '' for anything else. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What the message of something thrown was made of, where that is known. */
export function saidOf(error: unknown): { readonly said?: Saying } {
  return error instanceof AppError && error.said !== undefined ? { said: error.said } : {}
}

/** What the message of something that a person can be told was made of. */
export function sayingOf({ said, message }: AppError): Saying {
  return said ?? { code: 'plain', params: {}, text: message }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A part of a library that is damaged or missing, and the ways out of it. `what`: 'segment-3.lsg is damaged: its checksum is wrong'. */
export function damagedPart(what: Saying, cause?: unknown): AppError {
  return new AppError('library-damaged', say('library.damaged', { what }), { cause })
}
