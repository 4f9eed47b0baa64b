/** Lets a few in at a time; some more wait in line, in order. */
export interface Gate {
  /** Waits for a place; false where the line is full, or `signal` aborts first. */
  enter(signal: AbortSignal): Promise<boolean>
  /** Gives the place back; once for every `enter` that gave true. */
  leave(): void
}

/** `running` inside at a time, `waiting` in line. */
export function createGate({ running, waiting }: { readonly running: number; readonly waiting: number }): Gate {
  let inside = 0
  const line = new Set<() => void>()
  return {
    async enter(signal) {
      if (signal.aborted) return false
      if (inside < running) {
        inside++
        return true
      }
      if (line.size >= waiting) return false
      return new Promise((resolve) => {
        const admit = (): void => {
          signal.removeEventListener('abort', giveUp)
          resolve(true)
        }
        const giveUp = (): void => {
          line.delete(admit)
          resolve(false)
        }
        line.add(admit)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
    leave() {
      const [next] = line
      if (next === undefined) inside--
      else {
        // The place goes on to the next in line.
        line.delete(next)
        next()
      }
    },
  }
}
