import { makeGraphFile } from './graph-job.ts'
import type { Store } from './store.ts'

export interface MakeGraphs {
  readonly store: Store
  /** Smallest segment that gets a graph; one that was merged from segments with graphs always does. */
  readonly leastRows: number
  readonly signal?: AbortSignal | undefined
  /** Rows placed so far, of how many, in the segment at hand. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Gives large segments their graphs, made from their codes in a thread: nothing is read or embedded. Searching and indexing go
 * on meanwhile; a segment that was merged away before its graph was ready does without. Returns how many got one.
 */
export async function makeGraphs({ store, leastRows, signal, onProgress }: MakeGraphs): Promise<number> {
  let made = 0
  for (let [live] = store.withoutGraph(leastRows); live !== undefined; [live] = store.withoutGraph(leastRows)) {
    const { segment } = live
    const file = await makeGraphFile(store.graphJob(live), { signal, onProgress })
    await store.inTurn(async () => {
      const change = await store.prepareGraph(segment.name, file)
      if (change === null) return
      await change.publish()
      made++
    })
  }
  return made
}
