/*
 * The disks that a library's roots were on, remembered in its folder: an empty folder where a disk was mounted looks like one that was
 * emptied, and only the disk's number tells which it is, also when the disk went while nothing ran.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from '../durable-file.ts'
import { AppError } from '../errors.ts'
import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'
import type { Source } from './source.ts'

const fileName = 'disks.json'
const schema = z.strictObject({ version: z.literal(1), disks: z.record(z.string(), z.number()) })

/** The disks of one library's roots. */
export class RootDisks {
  readonly #file: string
  /** Device number by `keyOf` a root: no path of the person's stays here when a root is forgotten. */
  #disks: Readonly<Record<string, number>>

  constructor(libraryFolder: string) {
    this.#file = join(libraryFolder, fileName)
    this.#disks = read(this.#file)
  }

  /** @throws AppError `not-found` where there is nothing in place of the disk that the root was on */
  async check(root: string): Promise<void> {
    const device = this.#disks[keyOf(root)]
    if (device === undefined || !(await isUnplugged(root, device))) return
    throw new AppError('not-found', unpluggedTrouble(root))
  }

  /** Whether nothing below `root` can be read now: it is not there, or an empty folder stands where its disk was mounted. */
  isAway(root: string): boolean {
    try {
      const found = statSync(root, { throwIfNoEntry: false })
      if (found === undefined) return true
      const device = this.#disks[keyOf(root)]
      return device !== undefined && found.dev !== device && found.isDirectory() && readdirSync(root).length === 0
    } catch {
      // It is there, and not ours to look into.
      return false
    }
  }

  /** Remembers where `roots` are now, and forgets all others. */
  async note(roots: readonly string[]): Promise<void> {
    const found = await Promise.all(roots.map(async (root) => [keyOf(root), await this.#deviceOf(root)] as const))
    const disks = Object.fromEntries(found.flatMap(([key, device]) => (device === undefined ? [] : [[key, device]])))
    if (JSON.stringify(disks) === JSON.stringify(this.#disks)) return
    await replaceDurably(this.#file, JSON.stringify({ version: 1, disks }))
    this.#disks = disks
  }

  /** As before where the root is gone, or nothing is in its place. */
  async #deviceOf(root: string): Promise<number | undefined> {
    const before = this.#disks[keyOf(root)]
    const now = await stat(root).then(
      ({ dev }) => dev,
      () => undefined,
    )
    if (before === undefined || now === undefined) return now ?? before
    return (await isUnplugged(root, before)) ? before : now
  }
}

function keyOf(root: string): string {
  return createHash('sha256').update(root).digest('hex')
}

/** The source, which fails by name while its root's disk is not there. */
export function onItsDisk(source: Source, disks: RootDisks): Source {
  return {
    ...source,
    async *list(signal) {
      await disks.check(source.root)
      yield* source.list(signal)
    },
  }
}

/** An empty folder on another disk than before: where a disk was mounted there is nothing now. */
export async function isUnplugged(root: string, device: number): Promise<boolean> {
  try {
    return (await stat(root)).dev !== device && (await readdir(root)).length === 0
  } catch {
    // Gone: the listing says so by name.
    return false
  }
}

/** What a person reads whose disk is gone. */
export function unpluggedTrouble(root: string): Saying {
  return say('root.unplugged', { path: root })
}

/** None where there is no such file yet, or it is damaged: it is made again by the next run. */
function read(file: string): Readonly<Record<string, number>> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).disks
  } catch {
    return {}
  }
}
