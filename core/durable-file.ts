import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, systemCode } from './errors.ts'
import { say } from './sayings/say.ts'

/** Writes a file that only its owner may read and syncs it to the disk. @throws AppError `disk-full` */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    const file = await open(path, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    await rm(path, { force: true })
    throw explained(error, path)
  }
}

/** Replacements under way, by path: two of one file at once would rename what the other writes. */
const replacing = new Map<string, Promise<unknown>>()

/**
 * Replaces a file in one step: write beside, sync, rename, sync the folder. A reader sees the old bytes or the new. Replacements of one
 * file in this process come one after the other.
 */
export async function replaceDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const before = replacing.get(path) ?? Promise.resolve()
  const mine = before.then(
    () => replace(path, bytes),
    () => replace(path, bytes),
  )
  replacing.set(path, mine)
  try {
    await mine
  } finally {
    if (replacing.get(path) === mine) replacing.delete(path)
  }
}

async function replace(path: string, bytes: Uint8Array | string): Promise<void> {
  await writeDurably(`${path}.new`, bytes)
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}

/** Makes the names in a folder durable; Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** An error of writing `path`: `disk-full` where that is what it says, else the error itself. */
export function explained(error: unknown, path: string): unknown {
  const code = systemCode(error)
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new AppError('disk-full', say('disk.full', { path }), {
    cause: error,
  })
}
