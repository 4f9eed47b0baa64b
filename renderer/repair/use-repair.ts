import { useCallback, useEffect, useState } from 'react'
import type { CheckProgress, LibraryCheck, LibraryRepair } from '../../core/types.ts'
import type { WindowApi } from '../../electron/contract.ts'

/** Where a check and a repair stand. */
export type RepairState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'checked'; readonly check: LibraryCheck }
  | { readonly kind: 'repairing' }
  | { readonly kind: 'repaired'; readonly check: LibraryCheck; readonly done: LibraryRepair }
  | { readonly kind: 'failed'; readonly message: string }

export interface RepairWork {
  readonly state: RepairState
  /** null: nothing was told yet. */
  readonly progress: CheckProgress | null
  check(): void
  repair(check: LibraryCheck): void
  /** Ends what goes on, as long as nothing is changed by it. */
  stop(): void
}

/** Checks the library at once, and repairs it when the person wants that. What is under way ends with the component. */
export function useRepair(api: WindowApi): RepairWork {
  const [state, setState] = useState<RepairState>({ kind: 'checking' })
  const [progress, setProgress] = useState<CheckProgress | null>(null)
  useEffect(() => api.on('checkProgress', setProgress), [api])
  const stop = useCallback(() => void api.ask('stopCheck', undefined), [api])
  // A check that nobody waits for would keep searches waiting.
  useEffect(() => stop, [stop])
  const check = useCallback(() => {
    const ask = async (): Promise<void> => {
      setState({ kind: 'checking' })
      setProgress(null)
      const reply = await api.ask('checkLibrary', undefined)
      setState(reply.ok ? { kind: 'checked', check: reply.value } : { kind: 'failed', message: reply.message })
    }
    void ask()
  }, [api])
  useEffect(check, [check])
  const repair = useCallback(
    (check: LibraryCheck) => {
      const ask = async (): Promise<void> => {
        setState({ kind: 'repairing' })
        setProgress(null)
        const reply = await api.ask('repairLibrary', undefined)
        setState(reply.ok ? { kind: 'repaired', check, done: reply.value } : { kind: 'failed', message: reply.message })
      }
      void ask()
    },
    [api],
  )
  return { state, progress, check, repair, stop }
}
