/*
 * Outlook's archives in an archive. Their reader wants a file: they are unpacked to one that has no name any more, so that nothing is left of
 * it however the reading ends. On Windows, which cannot do that, it goes when the reading ends.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MB } from '../read-options.ts'
import type { ArchiveBudget, Member } from './archive-member.ts'
import type { Steps } from '../steps.ts'
import type { FoundPart } from './container.ts'

/** The messages in `member`, whose parts' names begin with `prefix`. @throws ExtractError; the system's error where no file can be written */
export async function* outlookMemberParts(
  member: Member,
  {
    prefix,
    budget,
    steps,
  }: { readonly prefix: string; readonly budget: ArchiveBudget; readonly steps?: Steps | undefined },
): AsyncGenerator<FoundPart> {
  const unpacked = privateFile()
  try {
    await unpackTo(unpacked.handle, member, budget)
    const { openOutlook, outlookParts } = await import('./pst.ts')
    const file = openOutlook(unpacked.path)
    try {
      yield* outlookParts(file, { prefix, steps })
    } finally {
      file.close()
    }
  } finally {
    unpacked.close()
  }
}

interface PrivateFile {
  readonly handle: number
  /** Under which it can be opened once more. */
  readonly path: string
  close(): void
}

/** An empty file that only this user may read. */
function privateFile(): PrivateFile {
  const folder = mkdtempSync(join(tmpdir(), 'leantern-outlook-'))
  const path = join(folder, 'archive')
  const handle = openSync(path, 'wx+', 0o600)
  const isNameless = process.platform === 'linux' || process.platform === 'darwin'
  if (isNameless) rmSync(folder, { recursive: true })
  const close = (): void => {
    closeSync(handle)
    rmSync(folder, { recursive: true, force: true })
  }
  return { handle, path: isNameless ? `/dev/fd/${handle}` : path, close }
}

async function unpackTo(handle: number, member: Member, budget: ArchiveBudget): Promise<void> {
  const content = await member.open()
  try {
    for (;;) {
      const piece = await content.read(MB)
      if (piece.length === 0) return
      budget.countMail(piece.length)
      for (let at = 0; at < piece.length;) at += writeSync(handle, piece, at)
    }
  } finally {
    await content.close()
  }
}
