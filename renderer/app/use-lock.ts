import { useCallback, useEffect, useState } from 'react'
import type { LockState, WindowApi } from '../../electron/contract.ts'

/** The window's lock as the page sees it. */
export interface WindowLock {
  /** null until it is known. */
  readonly state: LockState | null
  /** Why the last try failed; '' else. */
  readonly message: string
  readonly isTrying: boolean
  /** null: ask the system. */
  unlock(passphrase: string | null): void
}

/** The window's lock as it is now, and how to open it. */
export function useLock(api: WindowApi): WindowLock {
  const [state, setState] = useState<LockState | null>(null)
  const [message, setMessage] = useState('')
  const [isTrying, setTrying] = useState(false)
  useEffect(() => {
    let isWanted = true
    const unsubscribe = api.on('lockChanged', setState)
    const ask = async (): Promise<void> => {
      const reply = await api.ask('lockState', undefined)
      if (isWanted && reply.ok) setState(reply.value)
    }
    void ask()
    return () => {
      isWanted = false
      unsubscribe()
    }
  }, [api])
  const unlock = useCallback(
    (passphrase: string | null) => {
      const ask = async (): Promise<void> => {
        setTrying(true)
        const reply = await api.ask('unlock', { passphrase })
        setTrying(false)
        setMessage(reply.ok ? '' : reply.message)
        if (reply.ok) setState(reply.value)
      }
      void ask()
    },
    [api],
  )
  return { state, message, isTrying, unlock }
}
