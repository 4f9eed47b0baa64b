import { useCallback, useEffect, useReducer, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Reply, SimilarRequest, WindowApi } from '../../electron/contract.ts'
import type { SearchAnswer } from '../../core/types.ts'
import { newestFirst } from './by-date.ts'
import { listboxId } from './search-bar.tsx'
import { emptySearch, isCurrent, nextSearchState, type SearchEvent, type SearchState } from './search-state.ts'
import { useFreshAnswer, type LibraryContents } from './use-fresh-answer.ts'

/** Hits asked for at first: what most look through. At their end the same number comes again. */
const searchLimit = 30
/** More words find more than more rows. */
const mostHits = 300
const namesLimit = 8

/** Old rows stay this long before names take their place: most answers are there by then, and where one is, names are not asked. */
const namesPatienceMs = 60
/** An answer by name takes some milliseconds. */
const namesAskedMs = 40
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
  /** Newest first instead of best first, of as many as there may be. */
  readonly isByDate: boolean
  /** While an input method is composing, the text is not yet what the person means. */
  readonly isComposing: boolean
  /** What the library holds: when it changes by itself, the question is asked once more. */
  readonly contents: LibraryContents
}

export interface Search {
  readonly state: SearchState
  select(index: number): void
  fold(key: string, isUnfolded: boolean): void
  /** Asks the same question anew, after something left the library. */
  again(): void
  /** The end of the rows is near: asks for more of them, where there are more. */
  more(): void
}

/** Answers as the person types: names, then words, then meaning. */
export function useSearch(api: WindowApi, asked: SearchQuestion): Search {
  const { text, similar, isByDate, isComposing, contents } = asked
  const [state, dispatch] = useReducer(nextSearchState, emptySearch)
  const newest = useRef(0)
  /** The question that waits for its answer: another one of this window would end it. */
  const underWay = useRef(0)
  const query = text.trim()
  const rows = similar === null ? query : `like ${similar.path}#${similar.part}@${similar.at}`
  const question = isByDate && rows !== '' ? `by date: ${rows}` : rows
  const ask = useCallback(
    async (sequence: number) => {
      underWay.current = sequence
      const reply = await askFor(api, { query, similar, isByDate, limit: isByDate ? mostHits : searchLimit })
      if (underWay.current === sequence) underWay.current = 0
      if (sequence === newest.current) dispatch({ kind: 'answered', sequence, reply })
    },
    [api, query, similar, isByDate],
  )
  useEffect(() => {
    if (isComposing) return
    const sequence = ++newest.current
    if (question === '') return dispatch({ kind: 'cleared', sequence })
    // Every letter asks: the engine drops the older question at once, and waiting here would only be felt.
    void ask(sequence)
    dispatch({ kind: 'asked', sequence, question })
  }, [ask, question, isComposing])
  // The order of dates is that of the whole answer: what comes before it would only be put elsewhere a moment later.
  useNames(api, { query: similar === null && !isComposing && !isByDate ? query : '', newest, state, dispatch })
  usePartialAnswers(api, { query: isByDate ? '' : query, newest, dispatch })
  useReading(state, dispatch)

  const { more, limitOf } = useMore(api, { query, similar, isByDate, state, underWay, dispatch })
  const refresh = useCallback(
    async (isLess: boolean) => {
      if (underWay.current !== 0) return void ask(++newest.current)
      const sequence = newest.current
      const reply = await askFor(api, { query, similar, isByDate, limit: limitOf(sequence) })
      // Without a newer answer, the rows that are there stay.
      if (reply.ok)
        dispatch({ kind: 'refreshed', sequence, answer: reply.value, isLess, isPointedAt: isListPointedAt() })
    },
    [api, query, similar, isByDate, limitOf, ask],
  )
  const repeat = useCallback(() => void ask(++newest.current), [ask])
  useFreshAnswer({ contents, question, state, refresh, repeat })
  return {
    state,
    select: useCallback((index) => dispatch({ kind: 'selected', index }), []),
    fold: useCallback((key, isUnfolded) => dispatch({ kind: 'folded', key, isUnfolded }), []),
    again: useCallback(() => {
      dispatch({ kind: 'outdated' })
      void ask(++newest.current)
    }, [ask]),
    more,
  }
}

function isListPointedAt(): boolean {
  return document.getElementById(listboxId)?.matches(':hover') ?? false
}

interface AskedFor {
  readonly query: string
  readonly similar: SimilarTo | null
  readonly isByDate: boolean
  readonly limit: number
}

async function askFor(api: WindowApi, asked: AskedFor): Promise<Reply<SearchAnswer>> {
  const reply = await answerTo(api, asked)
  return reply.ok && asked.isByDate ? { ok: true, value: newestFirst(reply.value) } : reply
}

function answerTo(api: WindowApi, { query, similar, limit }: AskedFor): Promise<Reply<SearchAnswer>> {
  if (similar === null) return api.ask('search', { query, limit })
  const { path, part, at, isFile = false } = similar
  if (isFile) return api.ask('similarFile', { path, limit })
  return api.ask('similar', { path, part, at, limit })
}

interface MoreParts extends Omit<AskedFor, 'limit'> {
  readonly state: SearchState
  readonly underWay: { readonly current: number }
  dispatch(event: SearchEvent): void
}

interface More {
  more(): void
  /** Hits that were asked for, for the question of that number. */
  limitOf(sequence: number): number
}

/** Asks once for each length of the list; an answer with fewer hits than were asked for was the last. */
function useMore(api: WindowApi, { query, similar, isByDate, state, underWay, dispatch }: MoreParts): More {
  const firstLimit = isByDate ? mostHits : searchLimit
  const asked = useRef({ sequence: 0, limit: searchLimit })
  const { sequence, kind, list } = state
  const found = kind === 'found' ? (list?.answer?.results.length ?? 0) : 0
  const limitOf = useCallback(
    (sequence: number) => (asked.current.sequence === sequence ? asked.current.limit : firstLimit),
    [firstLimit],
  )
  const more = useCallback(() => {
    const limit = limitOf(sequence)
    if (found < limit || limit >= mostHits || underWay.current !== 0) return
    asked.current = { sequence, limit: limit + searchLimit }
    const ask = async (): Promise<void> => {
      const reply = await askFor(api, { query, similar, isByDate, limit: limit + searchLimit })
      // Without more rows, those that are there stay.
      if (reply.ok) dispatch({ kind: 'continued', sequence, answer: reply.value })
    }
    void ask()
  }, [api, query, similar, isByDate, found, sequence, underWay, limitOf, dispatch])
  return { more, limitOf }
}

interface StepParts {
  readonly query: string
  readonly newest: { readonly current: number }
  dispatch(event: SearchEvent): void
}

interface NameParts extends StepParts {
  readonly state: SearchState
}

/**
 * Documents by name for every keystroke that passages do not answer at once. A name may be wrong to ask for in ways a search is not: a
 * refusal shows no rows.
 */
function useNames(api: WindowApi, { query, newest, state, dispatch }: NameParts): void {
  const latest = useRef(state)
  useEffect(() => {
    latest.current = state
  })
  useEffect(() => {
    if (query === '') return
    const sequence = newest.current
    const typedAt = performance.now()
    let isWanted = true
    const askNames = async (): Promise<void> => {
      if (isCurrent(latest.current)) return
      const reply = await api.ask('names', { query, limit: namesLimit })
      if (!reply.ok || !isWanted) return
      const waitMs = Math.max(0, namesPatienceMs - (performance.now() - typedAt))
      timer = setTimeout(() => dispatch({ kind: 'named', sequence, names: reply.value }), waitMs)
    }
    let timer = setTimeout(() => void askNames(), namesAskedMs)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [api, query, newest, dispatch])
}

function usePartialAnswers(api: WindowApi, { query, newest, dispatch }: StepParts): void {
  useEffect(
    () =>
      api.on('partialAnswer', (answer) => {
        // Now: what React puts off until its next turn is in the page a frame later.
        if (answer.query === query) flushSync(() => dispatch({ kind: 'partial', sequence: newest.current, answer }))
      }),
    [api, query, newest, dispatch],
  )
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
