/** A signal that Ctrl-C aborts, until `end`. */
export function interruption(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  return { signal: controller.signal, end: () => void process.off('SIGINT', stop).off('SIGTERM', stop) }
}
