/** A page that has painted and asked what it shows first has done so. */
const quietAfterMs = 3_000

/** V8's own function, where main asked for it (`--expose-gc`). */
type Collect = (options: {
  readonly type: 'major'
  readonly execution: 'async'
  readonly flavor: 'last-resort'
}) => unknown

/** Gives back what loading, and the page before, left behind, at a moment when nobody types: 15 MB, which V8 would keep. */
export function collectStart(): void {
  const collect: unknown = Reflect.get(globalThis, 'gc')
  if (typeof collect !== 'function') return
  const now = (): unknown => (collect as Collect)({ type: 'major', execution: 'async', flavor: 'last-resort' })
  setTimeout(() => requestIdleCallback(now), quietAfterMs)
}
