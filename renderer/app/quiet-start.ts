import { warmList } from '../search/warm-list.tsx'

/** A page that has painted and asked what it shows first has done so. */
const quietAfterMs = 3_000

/** V8's own function, where main asked for it (`--expose-gc`). */
type Collect = (options: {
  readonly type: 'major'
  readonly execution: 'async'
  readonly flavor: 'last-resort'
}) => Promise<void>

/**
 * What is done once, at a moment when nobody types: 15 MB that loading and the page before left behind are given back, which V8 would
 * keep, and the first list is made ready. In this order: what is collected is also what was compiled and not used since.
 */
export function quietStart(): void {
  setTimeout(() => requestIdleCallback(() => void settle()), quietAfterMs)
}

async function settle(): Promise<void> {
  const collect: unknown = Reflect.get(globalThis, 'gc')
  if (typeof collect === 'function')
    await (collect as Collect)({ type: 'major', execution: 'async', flavor: 'last-resort' })
  requestIdleCallback(warmList)
}
