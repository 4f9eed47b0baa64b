import { deadlineOf, WalkResults, type GraphAnswer, type GraphSearch } from '../../leann/graph/graph-search.ts'
import { fitMeans, nearestMeans } from '../../leann/graph/k-means.ts'

/** An inverted file: rows in lists by their nearest mean. EdgeRAG's way, for the comparison. */
export interface InvertedFile {
  readonly dimensions: number
  /** [lists × dimensions] */
  readonly means: Float32Array
  /** [lists + 1]: the rows of list l are rows[offsets[l] .. offsets[l + 1]). */
  readonly offsets: Uint32Array
  readonly rows: Uint32Array
}

/** Lists of `vectors` ([rows × dimensions]); seeded. */
export function buildInvertedFile(
  vectors: Float32Array,
  { dimensions, lists, seed }: { readonly dimensions: number; readonly lists: number; readonly seed: number },
): InvertedFile {
  const means = fitMeans(vectors, { dimensions, means: lists, rounds: 8, sample: lists * 64, seed })
  const nearest = nearestMeans(vectors, means, dimensions)
  const offsets = new Uint32Array(lists + 1)
  for (const list of nearest) offsets[list + 1]++
  for (let list = 0; list < lists; list++) offsets[list + 1] += offsets[list]
  const next = offsets.slice()
  const rows = new Uint32Array(nearest.length)
  for (let row = 0; row < nearest.length; row++) rows[next[nearest[row]]++] = row
  return { dimensions, means, offsets, rows }
}

export interface InvertedFileSearch extends Omit<GraphSearch, 'graph' | 'estimate' | 'efSearch' | 'batch'> {
  readonly index: InvertedFile
  /** Lists that are recomputed whole. */
  readonly probes: number
}

/** Recomputes the lists nearest to the query, each whole. `hops` counts lists, no code is read. */
export async function searchInvertedFile(search: InvertedFileSearch): Promise<GraphAnswer> {
  const { index, probes, count, accept, signal } = search
  const isTimeUp = deadlineOf(search)
  const results = new WalkResults(count, accept)
  const cost = { recomputed: 0, codesRead: 0, hops: 0 }
  for (const list of nearestLists(index, search.query).slice(0, probes)) {
    signal?.throwIfAborted()
    if (cost.hops > 0 && isTimeUp()) return results.answer(count, { ...cost, isComplete: false })
    const ids = [...index.rows.subarray(index.offsets[list], index.offsets[list + 1])]
    const scores = ids.length === 0 ? new Float32Array(0) : await search.recompute(ids)
    for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) results.offer(ids[i], scores[i])
    cost.recomputed += ids.length
    cost.hops++
  }
  return results.answer(count, { ...cost, isComplete: true })
}

function nearestLists({ means, dimensions }: InvertedFile, query: Float32Array): number[] {
  const scores = new Float32Array(means.length / dimensions)
  for (let i = 0; i < means.length; i++) {
    const difference = query[i % dimensions] - means[i]
    scores[Math.floor(i / dimensions)] -= difference * difference
  }
  return Array.from(scores, (_, list) => list).toSorted((a, b) => scores[b] - scores[a])
}
