import { useCallback, useEffect, useState } from 'react'
import type { KeptSearches, Reply, WindowApi } from '../../electron/contract.ts'

export interface KeptSearchesState extends KeptSearches {
  /** It was searched for, and looked at or opened. */
  remember(query: string): void
  save(query: string): void
  /** null: all recent ones. */
  forget(query: string | null): void
}

const nothing: KeptSearches = { recent: [], saved: [] }

/** Somebody who looks at the results for so long has found something, or looks for it. */
const lookedMs = 2_500

/** What was searched for before. `shown`: the query whose answer is on the screen; '' for none. */
export function useKeptSearches(api: WindowApi, shown: string): KeptSearchesState {
  const [kept, setKept] = useState(nothing)
  const take = useCallback(async (answer: Promise<Reply<KeptSearches>>) => {
    const reply = await answer
    if (reply.ok) setKept(reply.value)
  }, [])
  useEffect(() => {
    let isWanted = true
    const ask = async (): Promise<void> => {
      const reply = await api.ask('searches', undefined)
      if (isWanted && reply.ok) setKept(reply.value)
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [api])
  const remember = useCallback(
    (query: string) => {
      if (query.trim() !== '') void take(api.ask('keepSearch', { query: query.trim(), as: 'recent' }))
    },
    [api, take],
  )
  useEffect(() => {
    if (shown === '') return
    const timer = setTimeout(() => remember(shown), lookedMs)
    return () => clearTimeout(timer)
  }, [remember, shown])
  return {
    ...kept,
    remember,
    save: useCallback((query) => void take(api.ask('keepSearch', { query, as: 'saved' })), [api, take]),
    forget: useCallback((query) => void take(api.ask('forgetSearch', { query })), [api, take]),
  }
}
