import { useEffect, useState } from 'react'

/**
 * Whether something has been so for `afterMs` on end. For what is shown of it only then: an animation that waits, by CSS, would have the
 * window painted for every key.
 */
export function useLate(isSo: boolean, afterMs: number): boolean {
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (!isSo) return
    const timer = setTimeout(() => setIsLate(true), afterMs)
    return () => {
      clearTimeout(timer)
      setIsLate(false)
    }
  }, [isSo, afterMs])
  return isSo && isLate
}
