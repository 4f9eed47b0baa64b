/** A call that happens at most once per interval: the first at once, the last of a burst when the interval is over. */
export interface Throttled<Argument> {
  (argument: Argument): void
  /** Drops a call that is still due. */
  stop(): void
}

/** The newest argument wins; nothing is queued. */
export function throttle<Argument>(call: (argument: Argument) => void, everyMs: number): Throttled<Argument> {
  let timer: NodeJS.Timeout | null = null
  let due: { readonly argument: Argument } | null = null

  function next(): void {
    timer = null
    if (due === null) return
    const { argument } = due
    due = null
    timer = setTimeout(next, everyMs)
    call(argument)
  }

  function throttled(argument: Argument): void {
    due = { argument }
    if (timer === null) next()
  }
  throttled.stop = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    due = null
  }
  return throttled
}
