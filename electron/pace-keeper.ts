import type { PaceName } from '../core/pace.ts'
import type { AppPace } from './contract.ts'

export interface PaceFacts {
  readonly isOnBattery: boolean
  readonly slowOnBattery: boolean
  /** The machine says that it is too hot; default: it is not. */
  readonly isHot?: boolean
  /** Milliseconds since 1970; null: not paused. */
  readonly pausedUntilMs: number | null
  readonly nowMs: number
}

/** How fast work in the background may go. */
export function paceOf({ isOnBattery, slowOnBattery, isHot = false, pausedUntilMs, nowMs }: PaceFacts): AppPace {
  if (pausedUntilMs !== null && pausedUntilMs > nowMs) return { kind: 'paused', untilMs: pausedUntilMs }
  if (isHot) return { kind: 'slow', because: 'heat' }
  return { kind: isOnBattery && slowOnBattery ? 'slow' : 'normal' }
}

export interface PaceKeeperParts {
  isOnBattery(): boolean
  slowOnBattery(): boolean
  isHot?(): boolean
  /** Called whenever the pace has changed. */
  onChange(pace: AppPace): void
}

/** Follows the battery, the settings and what the person paused. */
export class PaceKeeper {
  readonly #parts: PaceKeeperParts
  #pausedUntilMs: number | null = null
  #timer: NodeJS.Timeout | null = null
  #pace: AppPace = { kind: 'normal' }

  constructor(parts: PaceKeeperParts) {
    this.#parts = parts
    this.update()
  }

  get pace(): AppPace {
    return this.#pace
  }

  get name(): PaceName {
    return this.#pace.kind
  }

  /** Holds work until a time; null: no longer. */
  pause(untilMs: number | null): AppPace {
    this.#pausedUntilMs = untilMs
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const waitMs = (untilMs ?? 0) - Date.now()
    if (waitMs > 0) this.#timer = setTimeout(() => this.pause(null), waitMs).unref()
    this.update()
    return this.#pace
  }

  /** Something that decides has changed. */
  update(): void {
    const { isOnBattery, slowOnBattery, isHot = () => false, onChange } = this.#parts
    const next = paceOf({
      isOnBattery: isOnBattery(),
      slowOnBattery: slowOnBattery(),
      isHot: isHot(),
      pausedUntilMs: this.#pausedUntilMs,
      nowMs: Date.now(),
    })
    if (JSON.stringify(next) === JSON.stringify(this.#pace)) return
    this.#pace = next
    onChange(next)
  }
}

/** One hour from now, or eight o'clock tomorrow morning; milliseconds since 1970. */
export function pauseEnd(length: 'hour' | 'day', now: Date): number {
  if (length === 'hour') return now.getTime() + 3_600_000
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).getTime()
}
