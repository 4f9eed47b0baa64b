import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { Reply, SimilarRequest, WindowApi } from '../../electron/contract.ts'
import type { SearchAnswer } from '../../core/types.ts'
import { emptySearch, isCurrent, nextSearchState, type SearchEvent, type SearchState } from './search-state.ts'

/** Hits asked for: what a person looks through; more words find more than more rows. */
const searchLimit = 30
const namesLimit = 8

/** Typing this fast is one query. */
export const debounceMs = 4

/** Old rows stay this long, dimmed, before names take their place: most answers are there by then. */
const namesPatienceMs = 60
/** An answer by words is painted after this, unless the whole one is there. */
const wordsPatienceMs = 8
/** Rows that were on the screen this long may have been read. */
const readMs = 800

/** What others are compared with, and its title. */
export interface SimilarTo extends Omit<SimilarRequest, 'limit'> {
  readonly title: string
  /** A file that need not be in the library: `path` is all that counts. */
  readonly isFile?: boolean
}

export interface SearchQuestion {
  readonly text: string
  /** Passages like this one, instead of the text; null: by the text. */
  readonly similar: SimilarTo | null
  /** While an input method is composing, the text is not yet what the person means. */
  readonly isComposing: boolean
  /** Chunks in the library: when it grows, a question without an answer is asked again. */
  readonly chunks: number
}

export interface Search {
  readonly state: SearchState
  select(index: number): void
  fold(key: string, isUnfolded: boolean): void
  /** Asks the same question anew, after something left the library. */
  again(): void
}

/** Answers as the person types: names, then words, then meaning. */
export function useSearch(api: WindowApi, { text, similar, isComposing, chunks }: SearchQuestion): Search {
  const [state, dispatch] = useReducer(nextSearchState, emptySearch)
  const newest = useRef(0)
  const query = text.trim()
  const question = similar === null ? query : `like ${similar.path}#${similar.part}@${similar.at}`
  const ask = useCallback(
    async (sequence: number) => {
      const reply = await askFor(api, query, similar)
      dispatch({ kind: 'answered', sequence, reply })
    },
    [api, query, similar],
  )
  useEffect(() => {
    if (isComposing) return
    const sequence = ++newest.current
    if (question === '') return dispatch({ kind: 'cleared', sequence })
    dispatch({ kind: 'asked', sequence, question })
    const timer = setTimeout(() => void ask(sequence), debounceMs)
    return () => clearTimeout(timer)
  }, [ask, question, isComposing])
  useNames(api, { query: similar === null && !isComposing ? query : '', newest, dispatch })
  usePartialAnswers(api, { query, newest, dispatch })
  useReading(state, dispatch)

  const isUnanswered = state.kind === 'failed' || (state.kind === 'found' && state.list?.documents.length === 0)
  const asked = useRef(chunks)
  useEffect(() => {
    // Rows that are on the screen never move by themselves; only an empty screen is filled, and what left the library goes.
    const isLess = chunks < asked.current && question !== ''
    if (isLess) dispatch({ kind: 'outdated' })
    if (isLess || (asked.current !== chunks && isUnanswered)) void ask(++newest.current)
    asked.current = chunks
  }, [ask, chunks, isUnanswered, question])
  return {
    state,
    select: useCallback((index) => dispatch({ kind: 'selected', index }), []),
    fold: useCallback((key, isUnfolded) => dispatch({ kind: 'folded', key, isUnfolded }), []),
    again: useCallback(() => {
      dispatch({ kind: 'outdated' })
      void ask(++newest.current)
    }, [ask]),
  }
}

function askFor(api: WindowApi, query: string, similar: SimilarTo | null): Promise<Reply<SearchAnswer>> {
  if (similar === null) return api.ask('search', { query, limit: searchLimit })
  const { path, part, at, isFile = false } = similar
  if (isFile) return api.ask('similarFile', { path, limit: searchLimit })
  return api.ask('similar', { path, part, at, limit: searchLimit })
}

interface StepParts {
  readonly query: string
  readonly newest: { readonly current: number }
  dispatch(event: SearchEvent): void
}

/** Documents by name on every keystroke. A name may be wrong to ask for in ways a search is not: a refusal shows no rows. */
function useNames(api: WindowApi, { query, newest, dispatch }: StepParts): void {
  useEffect(() => {
    if (query === '') return
    const sequence = newest.current
    let timer: ReturnType<typeof setTimeout> | undefined
    let isWanted = true
    const askedAt = performance.now()
    const askNames = async (): Promise<void> => {
      const reply = await api.ask('names', { query, limit: namesLimit })
      if (!reply.ok || !isWanted) return
      const waitMs = Math.max(0, namesPatienceMs - (performance.now() - askedAt))
      timer = setTimeout(() => dispatch({ kind: 'named', sequence, names: reply.value }), waitMs)
    }
    void askNames()
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [api, query, newest, dispatch])
}

function usePartialAnswers(api: WindowApi, { query, newest, dispatch }: StepParts): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = api.on('partialAnswer', (answer) => {
      if (answer.query !== query) return
      const sequence = newest.current
      clearTimeout(timer)
      timer = setTimeout(() => dispatch({ kind: 'partial', sequence, answer }), wordsPatienceMs)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [api, query, newest, dispatch])
}

/** Rows of the newest question that have been there for a moment are not taken away again. */
function useReading(state: SearchState, dispatch: (event: SearchEvent) => void): void {
  const { sequence, kind } = state
  const isWaiting = kind === 'searching' && isCurrent(state)
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => dispatch({ kind: 'read', sequence }), readMs)
    return () => clearTimeout(timer)
  }, [isWaiting, sequence, dispatch])
}
