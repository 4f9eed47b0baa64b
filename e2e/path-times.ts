import type { Page } from '@playwright/test'
import type { WindowApi } from '../electron/contract.ts'

/** Milliseconds of one keystroke's way, without typing and painting. */
export interface PathTimes {
  /** To the main process and back. */
  readonly main: number
  /** To the engine and back: documents by name. */
  readonly names: number
  /** Until the answer by words is here. */
  readonly words: number
  /** Until the whole answer is here. */
  readonly meaning: number
  /** Of that, in the engine by its own clock. */
  readonly engine: number
}

/** Asks for the last letters of each query, one after the other, as a hand would. */
export function pathTimes(page: Page, queries: readonly string[]): Promise<PathTimes[]> {
  return page.evaluate(async (queries) => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const since = (start: number): number => performance.now() - start
    async function measure(query: string): Promise<PathTimes> {
      let start = performance.now()
      await api.ask('pace', undefined)
      const main = since(start)
      start = performance.now()
      await api.ask('names', { query, limit: 8 })
      const names = since(start)
      start = performance.now()
      let words = 0
      const stop = api.on('partialAnswer', (answer) => {
        if (answer.query === query) words = since(start)
      })
      const reply = await api.ask('search', { query, limit: 30 })
      const meaning = since(start)
      stop()
      return { main, names, words: words || meaning, meaning, engine: reply.ok ? reply.value.stats.ms.total : 0 }
    }
    const times: PathTimes[] = []
    for (const query of queries) {
      for (let length = query.length - 4; length <= query.length; length++)
        times.push(await measure(query.slice(0, length).trim()))
    }
    return times
  }, queries)
}
