import { useCallback, useState } from 'react'
import type { Reply } from '../../electron/contract.ts'

/** What a button asks for: whether it is under way, and why it was refused. */
export interface Asking {
  /** An answer is awaited. */
  readonly isAsking: boolean
  /** Why the last one was refused; '' else. */
  readonly message: string
  /** The answer's value; null where it was refused. */
  settle<T>(answer: Promise<Reply<T>>): Promise<T | null>
}

/** What a button asks for: that it is under way, and why it was refused. */
export function useAsking(): Asking {
  const [state, setState] = useState({ isAsking: false, message: '' })
  const settle = useCallback(async <T>(answer: Promise<Reply<T>>): Promise<T | null> => {
    setState({ isAsking: true, message: '' })
    const reply = await answer
    setState({ isAsking: false, message: reply.ok ? '' : reply.message })
    return reply.ok ? reply.value : null
  }, [])
  return { ...state, settle }
}
