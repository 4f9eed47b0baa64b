/** Times in milliseconds. */
export interface ChangeQueueOptions {
  /** A batch is due once nothing was told for this long ... */
  readonly quietMs: number
  /** ... or when its first change has waited for this long. */
  readonly longestMs: number
  /** Called when a batch is due; nothing more is due until `done`. */
  onDue(): void
}

/** A folder in which something changed. */
export interface ChangedFolder {
  readonly path: string
  /** What is below it may be told apart otherwise than before: an ignore file changed. */
  readonly isDeep: boolean
}

interface Waiting {
  isDeep: boolean
  /** Names in the folder that were told; a name that is not known is ''. */
  readonly names: Set<string>
  /** Not taken before this time (performance.now). */
  notBefore: number
}

/** What the last batches took of a folder that goes on changing. */
interface Earlier {
  readonly names: ReadonlySet<string>
  /** Batches in a row in which only these names changed, and batches in a row whatever changed. */
  readonly repeats: number
  readonly rounds: number
  doneAt: number
}

/** A folder that changes again this soon after it was taken up goes on changing. */
const goesOnMs = 3000
/** Batches that a folder gets at once though the same few names change again and again, and whatever changes. */
const freeRepeats = 3
const freeRounds = 20
const longestDelayMs = 60_000
/** Folders remembered for their past. */
const mostEarlier = 1000

/**
 * Gathers changed folders into batches. A burst becomes one batch; a folder in which the same file changes all the time (a log)
 * is taken up less and less often, down to once a minute, until a new name appears there or it rests.
 */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #earlier = new Map<string, Earlier>()
  #taken: readonly string[] = []
  /** When the first and the last change were told that need not wait longer than usual; null: there is none. */
  #firstAt: number | null = null
  #lastAt = 0
  #timer: { readonly handle: NodeJS.Timeout; readonly at: number } | null = null
  #isHeld = false

  constructor(options: ChangeQueueOptions) {
    this.#options = options
  }

  /** Something changed in `path`: the entry `name`, if that is known. */
  add({ path, isDeep }: ChangedFolder, name: string | null): void {
    const now = performance.now()
    const known = this.#waiting.get(path)
    const waiting = known ?? { isDeep, names: new Set<string>(), notBefore: 0 }
    waiting.names.add(name ?? '')
    waiting.isDeep ||= isDeep
    // A folder that waits because it is busy goes on waiting, unless this name is a new one.
    if (known === undefined || known.notBefore > 0) waiting.notBefore = this.#notBefore(path, waiting, now)
    this.#waiting.set(path, waiting)
    if (waiting.notBefore === 0) {
      this.#firstAt ??= now
      this.#lastAt = now
    }
    this.#arm(now)
  }

  /** What is due, for the caller to deal with until it calls `done`. */
  take(): ChangedFolder[] {
    this.#isHeld = true
    this.#firstAt = null
    const now = performance.now()
    const due = [...this.#waiting].filter(([, { notBefore }]) => notBefore <= now)
    for (const [path, waiting] of due) {
      this.#waiting.delete(path)
      this.#earlier.set(path, this.#next(path, waiting, now))
    }
    this.#taken = due.map(([path]) => path)
    return due.map(([path, { isDeep }]) => ({ path, isDeep }))
  }

  /** The batch that was taken is dealt with. */
  done(): void {
    this.#isHeld = false
    const now = performance.now()
    for (const path of this.#taken) {
      const earlier = this.#earlier.get(path)
      if (earlier !== undefined) earlier.doneAt = now
    }
    this.#taken = []
    if (this.#earlier.size > mostEarlier) this.#forgetOld(now)
    this.#arm(now)
  }

  /** Drops what waits and ends the timer. */
  clear(): void {
    this.#waiting.clear()
    this.#firstAt = null
    this.#disarm()
  }

  /** Sets the timer, unless one is set that ends early enough: whether a batch is due is found out when it ends. */
  #arm(now: number): void {
    if (this.#isHeld || this.#waiting.size === 0) return
    if (this.#timer !== null && this.#timer.at <= now + this.#options.quietMs) return
    this.#disarm()
    const at = this.#dueAt()
    this.#timer = { handle: setTimeout(() => this.#wake(), Math.max(0, at - now)), at }
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer.handle)
    this.#timer = null
  }

  #wake(): void {
    this.#timer = null
    const now = performance.now()
    if (this.#dueAt() > now) return this.#arm(now)
    this.#isHeld = true
    this.#options.onDue()
  }

  #dueAt(): number {
    const { quietMs, longestMs } = this.#options
    const delayed = [...this.#waiting.values()].map(({ notBefore }) => notBefore).filter((time) => time > 0)
    const usual = this.#firstAt === null ? Infinity : Math.min(this.#firstAt + longestMs, this.#lastAt + quietMs)
    return delayed.reduce((least, time) => Math.min(least, time), usual)
  }

  #notBefore(path: string, waiting: Waiting, now: number): number {
    const next = this.#next(path, waiting, now)
    const busy = Math.max(next.repeats - freeRepeats, next.rounds - freeRounds)
    return busy <= 0 ? 0 : (this.#earlier.get(path)?.doneAt ?? now) + Math.min(longestDelayMs, 1000 * 2 ** busy)
  }

  #next(path: string, { names, notBefore }: Waiting, now: number): Earlier {
    const last = this.#earlier.get(path)
    const goesOn = last !== undefined && (now - last.doneAt <= goesOnMs || notBefore > 0)
    if (!goesOn) return { names, repeats: 0, rounds: 0, doneAt: now }
    const isRepeat = [...names].every((name) => last.names.has(name))
    const repeats = isRepeat ? last.repeats + 1 : 0
    return { names: isRepeat ? last.names : names, repeats, rounds: last.rounds + 1, doneAt: now }
  }

  #forgetOld(now: number): void {
    for (const [path, { doneAt }] of this.#earlier) if (now - doneAt > longestDelayMs) this.#earlier.delete(path)
  }
}
