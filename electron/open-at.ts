/*
 * A document is opened where something was found in it: on Linux, where the program that the desktop has for it is known to be told a page
 * or a line. In all other cases, and whenever anything of it fails, it is opened as the system opens it.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { applicationFolders, entryOf } from './desktop-entry.ts'
import { started } from './open-with-system.ts'
import { programOfType, typeOfFile } from './open-with.ts'
import { commandAt, type Position } from './position-words.ts'

export interface OpenAtParts {
  /** As the system opens it, at its beginning. @throws AppError where it cannot be opened */
  open(path: string): Promise<void>
  /** What went wrong after the answer that it was opened. */
  explain(error: unknown): void
  readonly platform: string
  /** A program that does not know its words ends at once; in a container it takes some seconds to start. Default: ten. */
  readonly patienceMs?: number
}

/** @throws AppError as `open` does */
export async function openAt(path: string, position: Position | null, parts: OpenAtParts): Promise<void> {
  const command = position === null || parts.platform !== 'linux' ? null : await commandFor(path, position)
  const program = command === null ? null : await started(command).catch(() => null)
  if (program === null) return parts.open(path)
  void openWhereRefused(program.ended, path, parts)
}

/** The system opens it after all where the program has ended at once: it has not understood. */
async function openWhereRefused(
  ended: Promise<number>,
  path: string,
  { open, explain, patienceMs = 10_000 }: OpenAtParts,
): Promise<void> {
  const code = await Promise.race([ended, wait(patienceMs, 0, { ref: false })])
  if (code !== 0) await open(path).catch(explain)
}

async function commandFor(path: string, position: Position): Promise<readonly string[] | null> {
  const id = await programOfType(await typeOfFile(path))
  const entry = await entryOf(id, applicationFolders())
  return entry === null ? null : commandAt(entry, path, position)
}
