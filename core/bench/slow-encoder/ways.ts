/* The ways to search that a slow encoder tells apart: what is recomputed, and in how many calls. */
import { searchInvertedFile, type InvertedFile } from '../rivals/ivf.ts'
import type { HotCache } from '../../leann/hot-cache.ts'
import { dotRow } from '../../leann/dot-row.ts'
import { searchChunks } from '../../leann/search.ts'
import type { ChunkRef } from '../../leann/segment-file.ts'
import type { Store } from '../../leann/store.ts'
import type { Strategy } from '../../types.ts'

/** What the ways search: the chunks of a library, with the embeddings that decide. */
export interface Searched {
  readonly store: Store
  readonly dimensions: number
  /** [chunks × dimensions] */
  readonly vectors: Float32Array
  readonly index: InvertedFile
  /** With the hubs of the graph. */
  readonly hotCache: HotCache
  rowOfChunk(chunk: ChunkRef): number
}

export interface Asked {
  readonly query: Float32Array
  readonly count: number
  /** How much the way does; more finds more. One of its `widths`. */
  readonly width: number
  /** Embeds the texts of the rows; resolves when that is done. What it gives is not looked at. */
  embed(rows: readonly number[]): Promise<void>
}

export interface Way {
  readonly strategy: string
  /** From little to much work: efSearch of a walk, chunks recomputed by `codes`, lists probed by `ivf-recompute`. */
  readonly widths: readonly number[]
  /** Rows of the best chunks, best first. */
  search(asked: Asked): Promise<readonly number[]>
}

const walkWidths = [10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 160, 240]

/** `batch`: chunks that the batched walk collects. */
export function waysOf(searched: Searched, batch: number): Way[] {
  const walk = (strategy: Strategy, label: string, more: Pick<Steering, 'batch' | 'hotCache'> = {}): Way => ({
    strategy: label,
    widths: walkWidths,
    search: (asked) => inLibrary(searched, asked, { strategy, efSearch: asked.width, rerank: 50, ...more }),
  })
  return [
    walk('exact', 'exact'),
    walk('two-level', 'two-level'),
    walk('two-level', `two-level, batch ${batch}`, { batch }),
    walk('two-level', 'two-level, hubs cached', { hotCache: searched.hotCache }),
    {
      strategy: 'codes',
      widths: [10, 15, 20, 30, 40, 50, 60, 80, 100, 150, 200],
      search: (asked) => inLibrary(searched, asked, { strategy: 'codes', rerank: asked.width }),
    },
    {
      strategy: 'ivf-recompute',
      widths: [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50],
      search: (asked) => inLists(searched, asked),
    },
  ]
}

interface Steering {
  readonly strategy: Strategy
  readonly rerank: number
  readonly efSearch?: number
  readonly batch?: number
  readonly hotCache?: HotCache
}

/** A search of the library's segments. */
export async function inLibrary(
  { store, vectors, dimensions, rowOfChunk }: Omit<Searched, 'index' | 'hotCache'>,
  { query, count, embed }: Asked,
  { hotCache, ...steering }: Steering,
): Promise<number[]> {
  const { chunks } = await searchChunks({
    segments: store.segments,
    codec: store.codec,
    query,
    count,
    ...steering,
    recompute: async (asked) => {
      const rows = asked.map(rowOfChunk)
      const hot = hotCache?.get(asked)
      await embed(rows.filter((_, i) => hot?.isThere[i] !== true))
      const found = hot?.vectors ?? new Float32Array(rows.length * dimensions)
      for (const [i, row] of rows.entries()) {
        if (hot?.isThere[i] === true) continue
        found.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
      }
      return { vectors: found, isStale: rows.map(() => false) }
    },
  })
  // What is shown is recomputed, as a library does.
  await embed(chunks.filter(({ chunk }) => hotCache?.has(chunk) === true).map(({ chunk }) => rowOfChunk(chunk)))
  return chunks.map(({ chunk }) => rowOfChunk(chunk))
}

async function inLists({ index, vectors }: Searched, { query, count, width, embed }: Asked): Promise<number[]> {
  const { ids } = await searchInvertedFile({
    index,
    query,
    count,
    probes: width,
    recompute: async (rows) => {
      await embed(rows)
      return Float32Array.from(rows, (row) => dotRow(query, vectors, row))
    },
  })
  return [...ids]
}
