import { useEffect, useRef } from 'react'
import type { AppStatus } from '../../electron/contract.ts'
import type { SearchState } from './search-state.ts'

/** What a library holds, as far as an answer depends on it. */
export interface LibraryContents {
  readonly documents: number
  readonly chunks: number
  /** Differs where an answer may differ: files that changed, a disk that went away or came back, another model. */
  readonly mark: string
}

/** Of the library as it stands; null: not known yet. */
export function contentsOf(status: AppStatus | null): LibraryContents {
  if (status === null) return { documents: 0, chunks: 0, mark: '' }
  const { library, indexing, troubles = [] } = status
  const { documents, chunks, textBytes, sourceBytes, model } = library
  const last = indexing.kind === 'idle' ? indexing.last : null
  return { documents, chunks, mark: JSON.stringify([documents, chunks, textBytes, sourceBytes, model, troubles, last]) }
}

/** While the library is being filled, an answer is made anew at most so often. */
const leastBetweenMs = 3_000

interface FreshParts {
  readonly contents: LibraryContents
  /** '' where nothing is asked. */
  readonly question: string
  readonly state: SearchState
  /** Asks the same question once more for the rows on the screen; `isLess`: something left the library. */
  refresh(isLess: boolean): void
  /** Asks it anew where there are no rows. */
  repeat(): void
}

/** An answer follows the library: what is indexed, forgotten, or on a disk that comes back, shows without another key. */
export function useFreshAnswer({ contents, question, state, refresh, repeat }: FreshParts): void {
  const known = useRef({ question, contents })
  const lastMs = useRef(-leastBetweenMs)
  const isAnswered = state.kind === 'found' || state.kind === 'failed'
  const hasRows = state.kind === 'found' && (state.list?.documents.length ?? 0) > 0
  useEffect(() => {
    // A question that is new, or under way, is answered from what there is now.
    if (question === '' || known.current.question !== question) known.current = { question, contents }
    const before = known.current.contents
    if (question === '' || before.mark === contents.mark || !isAnswered) return
    const ask = (): void => {
      known.current = { question, contents }
      lastMs.current = performance.now()
      if (hasRows) refresh(contents.chunks < before.chunks || contents.documents < before.documents)
      else repeat()
    }
    const timer = setTimeout(ask, Math.max(0, lastMs.current + leastBetweenMs - performance.now()))
    return () => clearTimeout(timer)
  }, [contents, question, isAnswered, hasRows, refresh, repeat])
}
