import { messageOf } from '../core/errors.ts'
import type { UpdateState } from './contract.ts'

/** What fetches and installs versions; app-updater.ts gives Electron's, tests a plain object. */
export interface Updater {
  /** The newest version's number where it is newer than this app; null: this is the newest. */
  check(): Promise<string | null>
  /** Fetches what `check` found. `onPercent`: 0 to 100. */
  download(onPercent: (percent: number) => void): Promise<void>
  /** Ends the app, and starts the version that was fetched. */
  install(): void
}

export interface UpdatesParts {
  /** null: this copy of the app cannot replace itself; `reason` says why. */
  readonly updater: Updater | null
  readonly reason: string
  /** The person wants the app to look by itself. */
  isWanted(): boolean
  onChange(state: UpdateState): void
}

const dayMs = 86_400_000
/** Not while the app starts. */
const firstAfterMs = 60_000

/**
 * Updates are asked for, never forced: nothing is asked of the network unless the person says so or has switched it on, nothing is
 * fetched and nothing is installed without a click.
 */
export class Updates {
  readonly #parts: UpdatesParts
  #state: UpdateState
  #timer: NodeJS.Timeout | null = null

  constructor(parts: UpdatesParts) {
    this.#parts = parts
    this.#state = parts.updater === null ? { kind: 'impossible', reason: parts.reason } : { kind: 'unknown' }
  }

  get state(): UpdateState {
    return this.#state
  }

  /** The setting has changed, or the app has started. */
  follow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#parts.isWanted() && this.#parts.updater !== null) this.#lookAfter(firstAfterMs)
  }

  /** Asks whether there is a newer version. */
  async check(): Promise<UpdateState> {
    const { updater } = this.#parts
    if (updater === null || ['checking', 'loading', 'ready'].includes(this.#state.kind)) return this.#state
    this.#set({ kind: 'checking' })
    try {
      const version = await updater.check()
      this.#set(version === null ? { kind: 'newest', checkedMs: Date.now() } : { kind: 'found', version })
    } catch (error) {
      this.#set({ kind: 'failed', message: oneLine(messageOf(error)) })
    }
    return this.#state
  }

  /** Fetches the version that was found. */
  async download(): Promise<UpdateState> {
    const { updater } = this.#parts
    if (updater === null || this.#state.kind !== 'found') return this.#state
    const { version } = this.#state
    this.#set({ kind: 'loading', version, percent: 0 })
    try {
      await updater.download((percent) => this.#set({ kind: 'loading', version, percent: Math.round(percent) }))
      this.#set({ kind: 'ready', version })
    } catch (error) {
      this.#set({ kind: 'failed', message: oneLine(messageOf(error)) })
    }
    return this.#state
  }

  install(): void {
    if (this.#state.kind === 'ready') this.#parts.updater?.install()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #lookAfter(waitMs: number): void {
    this.#timer = setTimeout(() => {
      if (!this.#parts.isWanted()) return
      void this.check()
      this.#lookAfter(dayMs)
    }, waitMs).unref()
  }

  #set(state: UpdateState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#parts.onChange(state)
  }
}

/** Some errors bring headers and traces along. */
function oneLine(message: string): string {
  return message.split('\n')[0].slice(0, 300)
}
