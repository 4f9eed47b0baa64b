import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { Reply, WindowApi } from '../../electron/contract.ts'
import type { SearchAnswer } from '../../core/types.ts'

/** Hits asked for: what a person looks through; more words find more than more rows. */
const searchLimit = 30
/** Typing this fast is one query. */
export const debounceMs = 40

/** `sequence` numbers the questions; an answer to any but the newest is dropped. */
export type SearchState =
  | { readonly kind: 'empty'; readonly sequence: number }
  | { readonly kind: 'searching'; readonly sequence: number; readonly previous: SearchAnswer | null }
  | { readonly kind: 'found'; readonly sequence: number; readonly answer: SearchAnswer }
  | { readonly kind: 'failed'; readonly sequence: number; readonly message: string }

export type SearchEvent =
  | { readonly kind: 'cleared'; readonly sequence: number }
  | { readonly kind: 'asked'; readonly sequence: number }
  | { readonly kind: 'answered'; readonly sequence: number; readonly reply: Reply<SearchAnswer> }

/** The newest question wins: what belongs to an older one changes nothing. */
export function nextSearchState(state: SearchState, event: SearchEvent): SearchState {
  const { sequence } = event
  if (sequence < state.sequence) return state
  if (event.kind === 'cleared') return { kind: 'empty', sequence }
  if (event.kind === 'asked') return { kind: 'searching', sequence, previous: shownAnswer(state) }
  return event.reply.ok
    ? { kind: 'found', sequence, answer: event.reply.value }
    : { kind: 'failed', sequence, message: event.reply.message }
}

/** The answer on the screen: the current one, or the previous one while the next is awaited. */
export function shownAnswer(state: SearchState): SearchAnswer | null {
  if (state.kind === 'found') return state.answer
  return state.kind === 'searching' ? state.previous : null
}

export interface SearchQuestion {
  readonly text: string
  /** While an input method is composing, the text is not yet what the person means. */
  readonly isComposing: boolean
  /** Chunks in the library: when it grows, a question without an answer is asked again. */
  readonly chunks: number
}

/** Answers as the person types. */
export function useSearch(api: WindowApi, { text, isComposing, chunks }: SearchQuestion): SearchState {
  const [state, dispatch] = useReducer(nextSearchState, { kind: 'empty', sequence: 0 })
  const newest = useRef(0)
  const query = text.trim()

  const ask = useCallback(
    async (sequence: number) => {
      const reply = await api.ask('search', { query, limit: searchLimit })
      dispatch({ kind: 'answered', sequence, reply })
    },
    [api, query],
  )

  useEffect(() => {
    if (isComposing) return
    const sequence = ++newest.current
    if (query === '') return dispatch({ kind: 'cleared', sequence })
    dispatch({ kind: 'asked', sequence })
    const timer = setTimeout(() => void ask(sequence), debounceMs)
    return () => clearTimeout(timer)
  }, [ask, query, isComposing])

  const isUnanswered = state.kind === 'failed' || (state.kind === 'found' && state.answer.results.length === 0)
  const asked = useRef(chunks)
  useEffect(() => {
    // Rows that are on the screen never move by themselves; only an empty screen is filled.
    if (asked.current !== chunks && isUnanswered) void ask(++newest.current)
    asked.current = chunks
  }, [ask, chunks, isUnanswered])

  return state
}
