import type { ErrorCode } from './types.ts'

/** Something a person can be told and act on. Whatever else is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
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

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A part of a library that is damaged or missing, and the ways out of it. `what`: 'segment-3.lsg is damaged: its checksum is wrong'. */
export function damagedPart(what: string, cause?: unknown): AppError {
  return new AppError(
    'library-damaged',
    `${what}. Run: leantern check --repair, or the index command again with --rebuild.`,
    { cause },
  )
}
