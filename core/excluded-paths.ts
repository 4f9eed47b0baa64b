/* The paths a person excluded from a library, in its folder: what is at or below them is never read, whatever root it is in. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from './durable-file.ts'
import { AppError, systemCode } from './errors.ts'
import { SharedLock } from './shared-lock.ts'
import { say } from './sayings/say.ts'

/** The file's name in a library's folder. */
export const excludedName = 'excluded.json'
const schema = z.strictObject({ version: z.literal(1), paths: z.array(z.string()) })

/** The excluded paths of one library, absolute and sorted. */
export class ExcludedPaths {
  readonly #file: string
  /** One change after the other: each begins with what the one before has left. */
  readonly #changing = new SharedLock()
  #paths: readonly string[]

  /** @throws AppError `library-damaged` */
  constructor(libraryFolder: string) {
    this.#file = join(libraryFolder, excludedName)
    this.#paths = readPaths(this.#file)
  }

  get paths(): readonly string[] {
    return this.#paths
  }

  add(path: string): Promise<void> {
    return this.#changing.alone(() => this.#save([...new Set([...this.#paths, path])].toSorted()))
  }

  /** @throws AppError `not-found` for a path that is not excluded */
  async remove(path: string): Promise<void> {
    await this.#changing.alone(async () => {
      if (!this.#paths.includes(path)) throw new AppError('not-found', say('library.notExcluded', { path }))
      await this.#save(this.#paths.filter((excluded) => excluded !== path))
    })
  }

  async #save(paths: readonly string[]): Promise<void> {
    await replaceDurably(this.#file, JSON.stringify({ version: 1, paths }))
    this.#paths = paths
  }
}

function readPaths(file: string): readonly string[] {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).paths
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw new AppError('library-damaged', say('library.excludedDamaged', { path: file }), { cause: error })
  }
}
