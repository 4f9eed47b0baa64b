/* The paper's walks over one segment of a library: nodes are its rows, recomputed as chunks. */
import { prepareQuery } from './codes.ts'
import { codeEstimates } from './graph/code-estimates.ts'
import { walkExact } from './graph/walk-exact.ts'
import { walkTwoLevel } from './graph/walk-two-level.ts'
import type { Ranking } from './ranking.ts'
import type { ChunkSearch, PartCost } from './search.ts'
import { isWanted, type SearchedSegment } from './searched-segments.ts'

/** The paper's α; of 10, 20 and 30 percent 10 needs fewest recomputes for the same recall (bench `recall`). */
const rerankPercent = 10

/** Width where none is asked for: recall@10 of .98 on real passages. */
const defaultWidth = 80

interface Walk {
  readonly search: ChunkSearch
  readonly ranking: Ranking
  /** When the search began, by `performance.now`. */
  readonly started: number
}

/** Walks the segment's graph; what is recomputed goes into the ranking. */
export async function walkSegment(part: SearchedSegment, { search, ranking, started }: Walk): Promise<PartCost> {
  const { live, index } = part
  if (live.graph === null) throw new Error('A segment without a graph cannot be walked')
  const { codec, query, count, efSearch = defaultWidth, batch, budgetMs, signal } = search
  const walk = {
    graph: await live.graph.open(),
    query,
    efSearch,
    count,
    batch,
    signal,
    budgetMs: budgetMs === undefined ? undefined : budgetMs - (performance.now() - started),
    recompute: (rows: readonly number[]) => ranking.take(rows.map((row) => ({ segment: index, row }))),
    accept: (row: number) => isWanted(part, row),
  }
  if (search.strategy === 'exact') return walkExact(walk)
  const estimate = codeEstimates(prepareQuery(codec, query), live.segment.codes)
  return walkTwoLevel({ ...walk, estimate, rerankPercent })
}
