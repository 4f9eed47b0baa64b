import { useEffect, useState } from 'react'
import type { AppStatus, WindowApi } from '../../electron/contract.ts'

export type StatusState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly status: AppStatus }
  | { readonly kind: 'failed'; readonly message: string }

/** The library and its indexing, kept current. What the main process tells later wins over the first answer. */
export function useStatus(api: WindowApi): StatusState {
  const [state, setState] = useState<StatusState>({ kind: 'loading' })
  useEffect(() => {
    let isAnswerWanted = true
    const unsubscribe = api.on('statusChanged', (status) => {
      isAnswerWanted = false
      setState({ kind: 'ready', status })
    })
    const askFirst = async (): Promise<void> => {
      const reply = await api.ask('status', undefined)
      if (!isAnswerWanted) return
      setState(reply.ok ? { kind: 'ready', status: reply.value } : { kind: 'failed', message: reply.message })
    }
    void askFirst()
    return () => {
      isAnswerWanted = false
      unsubscribe()
    }
  }, [api])
  return state
}
