import { useCallback, useEffect, useState } from 'react'
import type { ErrorCode, LibraryCheck, LibraryRepair } from '../../core/types.ts'
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
  check(): void
  repair(check: LibraryCheck): void
}

/** Checks the library at once, and repairs it when the person wants that. */
export function useRepair(api: WindowApi): RepairWork {
  const [state, setState] = useState<RepairState>({ kind: 'checking' })
  const check = useCallback(() => {
    const ask = async (): Promise<void> => {
      setState({ kind: 'checking' })
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
        const reply = await api.ask('repairLibrary', undefined)
        setState(reply.ok ? { kind: 'repaired', check, done: reply.value } : { kind: 'failed', message: reply.message })
      }
      void ask()
    },
    [api],
  )
  return { state, check, repair }
}

/** Whether a repair can help with what went wrong. */
export function isDamage(failure: { readonly code?: ErrorCode }): boolean {
  return failure.code === 'library-damaged'
}
