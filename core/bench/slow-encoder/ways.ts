/* The ways to search that a slow encoder tells apart: what is recomputed, and in how many calls. */
import { searchInvertedFile, type InvertedFile } from '../../leann/graph/ivf.ts'
import { dotRow, searchChunks } from '../../leann/search.ts'
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
  const walk = (strategy: Strategy, label: string, collected: number): Way => ({
    strategy: label,
    widths: walkWidths,
    search: (asked) => inLibrary(searched, asked, { strategy, efSearch: asked.width, batch: collected, rerank: 50 }),
  })
  return [
    walk('exact', 'exact', 1),
    walk('two-level', 'two-level', 1),
    walk('two-level', `two-level, batch ${batch}`, batch),
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
}

/** A search of the library's segments. */
export async function inLibrary(
  { store, vectors, dimensions, rowOfChunk }: Omit<Searched, 'index'>,
  { query, count, embed }: Asked,
  steering: Steering,
): Promise<number[]> {
  const { chunks } = await searchChunks({
    segments: store.segments,
    codec: store.codec,
    query,
    count,
    ...steering,
    recompute: async (asked) => {
      const rows = asked.map(rowOfChunk)
      await embed(rows)
      const found = new Float32Array(rows.length * dimensions)
      for (const [i, row] of rows.entries()) {
        found.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
      }
      return { vectors: found, isStale: rows.map(() => false) }
    },
  })
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
