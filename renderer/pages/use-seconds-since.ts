import { useEffect, useState } from 'react'

/** Whole seconds since a time, counting along. */
export function useSecondsSince(ms: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.floor((now - ms) / 1_000))
}
