import { useCallback, useEffect, useState } from 'react'
import type { WindowApi } from '../../electron/contract.ts'
import type { DocumentText } from '../../core/types.ts'
import { hitOfRow, type Row } from '../search/rows.ts'

/** Where the preview stands. */
export type PreviewState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading'; readonly row: Row }
  | { readonly kind: 'shown'; readonly row: Row; readonly text: DocumentText }
  | { readonly kind: 'failed'; readonly row: Row; readonly message: string }

export interface Preview {
  readonly state: PreviewState
  readonly isOpen: boolean
  open(): void
  close(): void
  /** Reads on below what is shown. */
  more(): void
}

const passagesBefore = 3
const passagesAfter = 6
/** Passages read on at a time. */
const passagesMore = 20
/** Running through the rows reads nothing. */
const patienceMs = 80

/** The document of the selected row around its passage, while the preview is open. */
export function usePreview(api: WindowApi, row: Row | null): Preview {
  const [isOpen, setIsOpen] = useState(false)
  const [state, setState] = useState<PreviewState>({ kind: 'closed' })
  const [extra, setExtra] = useState({ key: '', passages: 0 })
  const key = row === null ? '' : row.key
  const more = extra.key === key ? extra.passages : 0

  useEffect(() => {
    if (!isOpen || row === null) return setState({ kind: 'closed' })
    let isWanted = true
    const read = async (): Promise<void> => {
      const { path, part } = row.document
      const at = hitOfRow(row)?.start ?? 0
      const ask = { path, part, at, before: passagesBefore, after: passagesAfter + more }
      const reply = await api.ask('text', ask)
      if (!isWanted) return
      setState(reply.ok ? { kind: 'shown', row, text: reply.value } : { kind: 'failed', row, message: reply.message })
    }
    setState((old) => (old.kind === 'shown' ? old : { kind: 'loading', row }))
    const timer = setTimeout(() => void read(), patienceMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
    // The row's key says which passage of which document it is; its object is a new one with every answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [api, isOpen, key, more])

  return {
    state,
    isOpen: isOpen && row !== null,
    open: useCallback(() => setIsOpen(true), []),
    close: useCallback(() => setIsOpen(false), []),
    more: () => setExtra({ key, passages: more + passagesMore }),
  }
}
