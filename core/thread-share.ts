/* What a thread gets of the processor. On Linux alone: elsewhere a priority is that of a whole process. */
import { readFileSync, readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/** The system's number of the thread that asks; 0 where it tells none. */
export function ownThread(): number {
  try {
    return Number(/\d+$/u.exec(readlinkSync('/proc/thread-self'))?.[0] ?? 0)
  } catch {
    return 0
  }
}

/** From now on the thread leaves the processor to all others that want it, of other programs too, but for a tenth of its share. */
export function letOthersFirst(thread: number): void {
  if (thread === 0) return
  try {
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It works as fast as the others, then.
  }
}

/** For how many milliseconds the thread has waited for the processor since it began; 0 where nothing tells. */
export function waitedMs(thread: number): number {
  if (thread === 0) return 0
  try {
    // Nanoseconds at work, nanoseconds waited, turns.
    return Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
