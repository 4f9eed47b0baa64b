import { useCallback, useState } from 'react'
import type { WindowApi } from '../../electron/contract.ts'

export interface IndexStop {
  readonly state:
    | { readonly kind: 'idle' }
    | { readonly kind: 'stopping' }
    | { readonly kind: 'failed'; readonly message: string }
  ask(): void
}

/** Asks the indexer to stop; 'stopping' from the click on; used by what is on the screen only during one run. */
export function useIndexStop(api: WindowApi): IndexStop {
  const [state, setState] = useState<IndexStop['state']>({ kind: 'idle' })
  const stop = useCallback(async () => {
    setState({ kind: 'stopping' })
    const reply = await api.ask('stopIndexing', undefined)
    if (!reply.ok) setState({ kind: 'failed', message: reply.message })
  }, [api])
  return { state, ask: () => void stop() }
}
