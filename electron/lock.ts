import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from '../core/durable-file.ts'
import { AppError, systemCode } from '../core/errors.ts'
import type { LockState } from './contract.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/*
 * A lock on the window, not on the files: it keeps somebody else at this screen from searching. Who can read the person's files can
 * read the library, and can delete the lock's file.
 */

export interface LockParts {
  /** Where the lock is kept; without the file there is none. */
  readonly file: string
  /** The system can ask for a finger (macOS with Touch ID). */
  canAskSystem(): boolean
  /** Resolves when the system is content with the person; rejects when it is not. */
  askSystem(): Promise<void>
  onChange(state: LockState): void
}

/** What a new lock is made of. `passphrase` null: no lock any more. */
export interface LockWish {
  readonly passphrase: string | null
  /** The passphrase of the lock that is there; null: there is none yet. */
  readonly current: string | null
  /** Minutes without anybody at the machine; null: only by hand, at the start, and with the system's own lock. */
  readonly afterMinutes: number | null
}

const shape = z.object({
  salt: z.string(),
  hash: z.string(),
  cost: z.int().min(2).max(262_144),
  afterMinutes: z.int().min(1).max(1_440).nullable(),
})

type Kept = z.infer<typeof shape>

/** Nothing matches an empty hash. */
const unopenable: Kept = { salt: '', hash: '', cost: 2, afterMinutes: null }

/** scrypt's N: about 0.1 s and 32 MB a try. */
const cost = 32_768
const hashBytes = 32
const leastPassphrase = 4
const freeTries = 5
const longestWaitMs = 300_000

/** Whether the window is locked, and what unlocks it. */
export class Lock {
  readonly #parts: LockParts
  #kept: Kept | null
  #isLocked: boolean
  #wrongTries = 0
  #waitUntilMs = 0

  /** Locked from the start where there is a lock. A lock that cannot be read stays shut. */
  constructor(parts: LockParts) {
    this.#parts = parts
    this.#kept = readLock(parts.file)
    this.#isLocked = this.#kept !== null
  }

  get state(): LockState {
    return {
      isSet: this.#kept !== null,
      isLocked: this.#isLocked,
      afterMinutes: this.#kept?.afterMinutes ?? null,
      canAskSystem: this.#parts.canAskSystem(),
    }
  }

  get isLocked(): boolean {
    return this.#isLocked
  }

  /** Nothing happens where the person has set no lock. */
  lock(): void {
    if (this.#kept === null || this.#isLocked) return
    this.#isLocked = true
    this.#parts.onChange(this.state)
  }

  /** So many seconds nobody has touched the machine. */
  idle(seconds: number): void {
    const { afterMinutes = null } = this.#kept ?? {}
    if (afterMinutes !== null && seconds >= afterMinutes * 60) this.lock()
  }

  /** @throws AppError `locked` where the passphrase is wrong, or the system refuses. `passphrase` null: ask the system. */
  async unlock(passphrase: string | null): Promise<LockState> {
    if (!this.#isLocked) return this.state
    if (passphrase === null) await this.#askSystem()
    else await this.#check(passphrase)
    this.#isLocked = false
    this.#parts.onChange(this.state)
    return this.state
  }

  /** @throws AppError `locked` where `current` is wrong, `bad-request` for a passphrase that is too short */
  async set({ passphrase, current, afterMinutes }: LockWish): Promise<LockState> {
    if (this.#kept !== null) await this.#check(current ?? '')
    if (passphrase === null) {
      rmSync(this.#parts.file, { force: true })
      this.#kept = null
      this.#isLocked = false
    } else {
      this.#kept = await this.#keep(passphrase, afterMinutes)
    }
    this.#parts.onChange(this.state)
    return this.state
  }

  async #keep(passphrase: string, afterMinutes: number | null): Promise<Kept> {
    if ([...passphrase].length < leastPassphrase) {
      throw new AppError('bad-request', sayOfApp('lock.short', { least: leastPassphrase }))
    }
    const salt = randomBytes(16)
    const hash = await hashOf(passphrase, salt, cost)
    const kept = { salt: salt.toString('base64'), hash: hash.toString('base64'), cost, afterMinutes }
    mkdirSync(dirname(this.#parts.file), { recursive: true, mode: 0o700 })
    await replaceDurably(this.#parts.file, `${JSON.stringify(kept, null, 2)}\n`)
    return kept
  }

  async #askSystem(): Promise<void> {
    if (!this.#parts.canAskSystem()) throw new AppError('locked', sayOfApp('lock.cannotAsk'))
    try {
      await this.#parts.askSystem()
    } catch (error) {
      throw new AppError('locked', sayOfApp('lock.refused'), { cause: error })
    }
  }

  /** After a few wrong tries each one more costs twice the time. */
  async #check(passphrase: string): Promise<void> {
    const waitMs = this.#waitUntilMs - Date.now()
    if (waitMs > 0) throw new AppError('locked', sayOfApp('lock.tries', { seconds: Math.ceil(waitMs / 1000) }))
    const kept = this.#kept ?? unopenable
    const given = await hashOf(passphrase, Buffer.from(kept.salt, 'base64'), kept.cost)
    const wanted = Buffer.from(kept.hash, 'base64')
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) {
      this.#wrongTries = 0
      return
    }
    this.#wrongTries++
    const over = this.#wrongTries - freeTries
    if (over >= 0) this.#waitUntilMs = Date.now() + Math.min(longestWaitMs, 1_000 * 2 ** over)
    throw new AppError('locked', sayOfApp('lock.wrong'))
  }
}

/** `normalize`: the same letters may come from different keyboards in different forms. */
function hashOf(passphrase: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: 8, p: 1, maxmem: 64_000_000 + 2 * 128 * 8 * cost }
    scrypt(passphrase.normalize('NFKC'), salt, hashBytes, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })
}

function readLock(file: string): Kept | null {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    // The person deletes the file, as the README says.
    return unopenable
  }
}
