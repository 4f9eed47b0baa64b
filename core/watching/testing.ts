/* A library of a temporary folder that is watched, for tests. */
import { relative } from 'node:path'
import { expect } from 'vitest'
import type { IndexSummary } from '../types.ts'
import { makeLibrary, type TestLibrary } from '../test/library-fixture.ts'
import { AppError } from '../errors.ts'
import { LibraryWatcher, type WatchedChange, type WatchOptions } from './library-watcher.ts'

export interface WatchedLibrary extends AsyncDisposable {
  readonly made: TestLibrary
  readonly docs: string
  readonly watcher: LibraryWatcher
  /** What the watcher asked for, and what came of it (null where the run failed by name). */
  readonly runs: { readonly change: WatchedChange; readonly summary: IndexSummary | null }[]
  readonly troubles: () => readonly string[]
  /** Paths of the library's documents in `docs`, sorted. */
  readonly paths: () => string[]
  /** Sums over all runs since the watcher was ready. */
  sum(count: 'added' | 'changed' | 'removed' | 'embedded'): number
}

/** Indexes and watches `files`. */
export async function watched(
  files: Readonly<Record<string, string>>,
  options: WatchOptions = {},
): Promise<WatchedLibrary> {
  const made = await makeLibrary(files)
  const { library, docs } = made
  await library.index()
  const runs: WatchedLibrary['runs'] = []
  let troubles: readonly string[] = []
  const stop = new AbortController()
  const watcher = new LibraryWatcher(
    {
      library,
      async index(change) {
        const summary = await library.index({ ...change, signal: stop.signal }).catch((error: unknown) => {
          if (error instanceof AppError) return null
          throw error
        })
        runs.push({ change, summary })
      },
      onTrouble: (told) => (troubles = told.map(({ text }) => text)),
      log: (event, fields) => expect([event, fields]).not.toEqual(['watch.failed', expect.anything()]),
    },
    { quietMs: 100, longestMs: 1000, lookEveryMs: 200, ...options },
  )
  await watcher.updateRoots()
  runs.length = 0
  return {
    made,
    docs,
    watcher,
    runs,
    troubles: () => troubles,
    sum: (count) => runs.reduce((sum, { summary }) => sum + (summary?.[count] ?? 0), 0),
    paths: () => [...library.documents()].map(({ path }) => relative(docs, path)).toSorted(),
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await watcher.close()
      await made[Symbol.asyncDispose]()
    },
  }
}

/** For `expect.poll`: long enough for a busy machine. */
export const patience = { timeout: 60_000, interval: 50 }
