/** Counts requests by whoever makes them. */
export interface RateLimit {
  /** Whether `key` may make one more now. */
  allows(key: string): boolean
}

/** Addresses that are remembered; beyond it the idle ones are forgotten. */
const mostKeys = 10_000

/** `requestsPerSecond` for each key, after a burst of twice as many. `now`: milliseconds, for tests. */
export function createRateLimit(
  { requestsPerSecond }: { readonly requestsPerSecond: number },
  now: () => number = () => performance.now(),
): RateLimit {
  const burst = requestsPerSecond * 2
  const spent = new Map<string, { tokens: number; at: number }>()
  const tokensOf = ({ tokens, at }: { tokens: number; at: number }): number =>
    Math.min(burst, tokens + ((now() - at) / 1000) * requestsPerSecond)
  return {
    allows(key) {
      if (spent.size >= mostKeys) for (const [other, state] of spent) if (tokensOf(state) >= burst) spent.delete(other)
      const tokens = tokensOf(spent.get(key) ?? { tokens: burst, at: now() })
      const isAllowed = tokens >= 1
      spent.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now() })
      return isAllowed
    },
  }
}
