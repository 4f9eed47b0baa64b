import { useCallback, useEffect, useState } from 'react'
import type { Reply, WindowApi } from '../../electron/contract.ts'
import type { SearchHit } from '../../core/types.ts'
import { copyText } from './copy-text.ts'

export type ActionState =
  | { readonly kind: 'idle' }
  /** Said for a moment in the status line. */
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string }

export interface Actions {
  readonly state: ActionState
  open(hit: SearchHit): void
  reveal(hit: SearchHit): void
  copy(hit: SearchHit): void
  /** Takes an old message away. */
  forget(): void
}

const doneMs = 1600

/** What can be done with a hit. */
export function useActions(api: WindowApi): Actions {
  const [state, setState] = useState<ActionState>({ kind: 'idle' })
  useEffect(() => {
    if (state.kind !== 'done') return
    const timer = setTimeout(() => setState({ kind: 'idle' }), doneMs)
    return () => clearTimeout(timer)
  }, [state])

  const settle = useCallback(async (answer: Promise<Reply<void>>, doneText: string | null) => {
    const reply = await answer
    if (!reply.ok) setState({ kind: 'failed', message: reply.message })
    else setState(doneText === null ? { kind: 'idle' } : { kind: 'done', text: doneText })
  }, [])
  const open = useCallback(
    ({ path, start }: SearchHit) => void settle(api.ask('open', { path, start }), null),
    [api, settle],
  )
  const reveal = useCallback(
    ({ path, start }: SearchHit) => void settle(api.ask('reveal', { path, start }), null),
    [api, settle],
  )
  const copy = useCallback(
    (hit: SearchHit) => void settle(api.ask('copyText', { text: copyText(hit) }), 'Passage copied'),
    [api, settle],
  )
  const forget = useCallback(() => setState({ kind: 'idle' }), [])
  return { state, open, reveal, copy, forget }
}
