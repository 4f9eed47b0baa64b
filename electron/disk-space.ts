import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemCode } from '../core/errors.ts'
import type { DiskSpace } from './contract.ts'

/** Below this much, bytes, what is free is told. */
const lowBytes = 5e9
/** Below this much, bytes, indexing waits. */
const shortBytes = 1e9
const lookEveryMs = 15_000

/** Bytes free for us on the disk of a folder that may not be there yet; null where the system does not tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder)
    // Some disks of a network have no size.
    return blocks === 0 ? null : bavail * bsize
  } catch (error) {
    return systemCode(error) === 'ENOENT' && dirname(folder) !== folder ? freeBytes(dirname(folder)) : null
  }
}

/** What is to be told of the library's disk; null: there is room enough, or nobody knows. */
export function diskSpaceOf(free: number | null): DiskSpace | null {
  if (free === null || free >= lowBytes) return null
  // Steps of 100 MB: it is told as often as it changes.
  return { kind: free < shortBytes ? 'short' : 'low', freeBytes: Math.floor(free / 1e8) * 1e8 }
}

export interface DiskWatchParts {
  /** Null: not known. */
  freeBytes(): Promise<number | null>
  onChange(space: DiskSpace | null): void
}

/** Looks at the library's disk now and then. */
export class DiskWatch {
  readonly #parts: DiskWatchParts
  readonly #timer: NodeJS.Timeout
  #space: DiskSpace | null = null

  constructor(parts: DiskWatchParts) {
    this.#parts = parts
    this.#timer = setInterval(() => void this.look(), lookEveryMs).unref()
  }

  get space(): DiskSpace | null {
    return this.#space
  }

  /** Resolves once what is free is known. */
  async look(): Promise<void> {
    const next = diskSpaceOf(await this.#parts.freeBytes())
    if (JSON.stringify(next) === JSON.stringify(this.#space)) return
    this.#space = next
    this.#parts.onChange(next)
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
