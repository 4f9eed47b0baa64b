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
  /** Reads on below what is shown, or above it. */
  more(by: 1 | -1): void
}

/** Passages read on around one, above and below. */
interface Extra {
  readonly key: string
  readonly above: number
  readonly below: number
}

const passagesBefore = 3
const passagesAfter = 6
/** Passages read on at a time. */
const passagesMore = 20
const nothingMore: Pick<Extra, 'above' | 'below'> = { above: 0, below: 0 }
/** Running through the rows reads nothing. */
const patienceMs = 80

/** The document of the selected row around its passage, while the preview is open. */
export function usePreview(api: WindowApi, row: Row | null): Preview {
  const [isOpen, setIsOpen] = useState(false)
  const [state, setState] = useState<PreviewState>({ kind: 'closed' })
  const [extra, setExtra] = useState<Extra>({ key: '', ...nothingMore })
  const key = row === null ? '' : placeKeyOf(row)
  const { above, below } = extra.key === key ? extra : nothingMore

  useEffect(() => {
    if (!isOpen || row === null) return setState({ kind: 'closed' })
    let isWanted = true
    const read = async (): Promise<void> => {
      const { path, part } = row.document
      const at = hitOfRow(row)?.start ?? 0
      const ask = { path, part, at, before: passagesBefore + above, after: passagesAfter + below }
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
    // The key says which passage of which document it is; the row's object is a new one with every answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [api, isOpen, key, above, below])

  return {
    // The row of the newest answer: of the same passage it may say another sentence.
    state: state.kind !== 'closed' && row !== null && placeKeyOf(state.row) === key ? { ...state, row } : state,
    isOpen: isOpen && row !== null,
    open: useCallback(() => setIsOpen(true), []),
    close: useCallback(() => setIsOpen(false), []),
    more: (by) =>
      setExtra({ key, above: above + (by < 0 ? passagesMore : 0), below: below + (by > 0 ? passagesMore : 0) }),
  }
}

/** Which passage of which document a row stands for. A later step of an answer puts another passage into the same row. */
export function placeKeyOf(row: Row): string {
  return `${row.key} ${hitOfRow(row)?.start ?? ''}`
}

/** What the main process reads at once for a window, on each side of the passage. */
const mostPassages = 200

/** Whether there is more of a document above what is shown, and below it, that can be read. */
export function moreAround(
  { passages, chunks }: DocumentText,
  start: number,
): { readonly above: boolean; readonly below: boolean } {
  const at = passages.findIndex(({ end }) => end > start)
  const [before, after] = [Math.max(at, 0), passages.length - Math.max(at, 0)]
  return {
    above: (passages[0]?.index ?? 0) > 0 && before + passagesMore <= mostPassages,
    below: (passages.at(-1)?.index ?? chunks) < chunks - 1 && after + passagesMore <= mostPassages,
  }
}
