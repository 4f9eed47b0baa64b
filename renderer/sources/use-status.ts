import { useEffect, useState } from 'react'
import type { ErrorCode } from '../../core/types.ts'
import type { AppStatus, WindowApi } from '../../electron/contract.ts'

export type StatusState =
  | { readonly kind: 'loading' }
  /** `toldMs`: when, in milliseconds since 1970. */
  | { readonly kind: 'ready'; readonly status: AppStatus; readonly toldMs: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code?: ErrorCode }

/** The library and its indexing, kept current. What the main process tells later wins over the first answer. */
export function useStatus(api: WindowApi): StatusState {
  const [state, setState] = useState<StatusState>({ kind: 'loading' })
  useEffect(() => {
    let isAnswerWanted = true
    const unsubscribe = api.on('statusChanged', (status) => {
      isAnswerWanted = false
      setState({ kind: 'ready', status, toldMs: Date.now() })
    })
    const askFirst = async (): Promise<void> => {
      const reply = await api.ask('status', undefined)
      if (!isAnswerWanted) return
      setState(
        reply.ok
          ? { kind: 'ready', status: reply.value, toldMs: Date.now() }
          : { kind: 'failed', message: reply.message, code: reply.code },
      )
    }
    void askFirst()
    return () => {
      isAnswerWanted = false
      unsubscribe()
    }
  }, [api])
  return state
}

/** Whether there is nothing to search yet. */
export function isNothingIndexed({ folders, library, indexing }: AppStatus): boolean {
  return folders.length === 0 && library.documents === 0 && indexing.kind !== 'running'
}
