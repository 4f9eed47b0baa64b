import { prepareQuery } from '../../leann/codes.ts'
import { codeEstimates } from '../../leann/graph/code-estimates.ts'
import type { GraphAnswer } from '../../leann/graph/graph-search.ts'
import { buildInvertedFile, searchInvertedFile } from '../rivals/ivf.ts'
import { buildProductCodes, searchProductCodes } from '../rivals/pq.ts'
import { walkCodes } from '../../leann/graph/walk-codes.ts'
import { walkExact } from '../../leann/graph/walk-exact.ts'
import { walkTwoLevel } from '../../leann/graph/walk-two-level.ts'
import { PackedCodes, tablesFor } from '../../leann/packed-codes.ts'
import { TopRows } from '../../leann/top-rows.ts'
import type { OracleQuery } from './ground-truth.ts'
import type { RecallData } from './recall-data.ts'
import type { CodesAtHand } from './recall-codes.ts'
import type { NamedGraph } from './recall-graphs.ts'

/** One line of the table: a way to search and how to run it for one query. */
export interface Run {
  readonly strategy: string
  /** Which graph is walked; 'none' for a scan. */
  readonly graph: NamedGraph['name'] | 'none'
  /** Width of the search; for `ivf-recompute` the lists that are probed; null for scans. */
  readonly efSearch: number | null
  /** `codes`: candidates recomputed. `two-level`: α in percent. */
  readonly rerank: number | null
  /** What is kept for each chunk to steer by. */
  readonly bytesPerChunk: number
  search(query: OracleQuery): Promise<GraphAnswer>
}

const count = 10
const widths = [10, 20, 40, 80, 160, 320]
const reranks = [20, 30, 50, 100, 200]
const batchSize = 64

/** Scans of all `codes`; walks of the graphs on the first of them. */
export function graphRuns(codes: readonly CodesAtHand[], graphs: readonly NamedGraph[]): Run[] {
  return [...codes.flatMap(scanRuns), ...graphs.flatMap((graph) => walkRuns(graph, codes[0]))]
}

function scanRuns({ codec, codes, bitsPerDimension, bytesPerChunk }: CodesAtHand): Run[] {
  const packed = new PackedCodes(codes)
  return reranks.map((rerank) => ({
    strategy: bitsPerDimension === 1 ? 'codes' : `codes, ${bitsPerDimension} bits`,
    graph: 'none',
    efSearch: null,
    rerank,
    bytesPerChunk,
    search: async (query) => {
      const top = new TopRows(rerank)
      packed.scan(tablesFor(codec, query.vector), (scores, from, to) => {
        let threshold = top.threshold
        for (let row = from; row < to; row++) {
          if (scores[row - from] <= threshold || codes.scales[row] === 0) continue
          top.add(scores[row - from], row)
          threshold = top.threshold
        }
      })
      return ordered(
        top.sorted().map(({ item }) => item),
        query,
        codes.count,
      )
    },
  }))
}

/** The answer of a scan: its candidates recomputed and ordered. */
function ordered(ids: readonly number[], query: OracleQuery, codesRead: number): GraphAnswer {
  const top = new TopRows(count)
  const scores = query.scores(ids)
  for (const [i, id] of ids.entries()) top.add(scores[i], id)
  const best = top.sorted()
  return {
    ids: Uint32Array.from(best, ({ item }) => item),
    scores: Float32Array.from(best, ({ score }) => score),
    recomputed: ids.length,
    codesRead,
    hops: 0,
    isComplete: true,
  }
}

function walkRuns(
  { name, graph, bytesPerNode }: NamedGraph,
  { codec, codes, bytesPerChunk: codeBytes }: CodesAtHand,
): Run[] {
  const base = (query: OracleQuery, efSearch: number) => ({
    graph,
    query: query.vector,
    efSearch,
    count,
    estimate: codeEstimates(prepareQuery(codec, query.vector), codes),
    recompute: async (ids: readonly number[]) => query.scores(ids),
  })
  const exact = (efSearch: number, batch: number): Run => ({
    strategy: batch === 1 ? 'exact' : 'exact, batched',
    graph: name,
    efSearch,
    rerank: null,
    bytesPerChunk: bytesPerNode,
    search: (query) => walkExact({ ...base(query, efSearch), batch }),
  })
  const twoLevel = (efSearch: number, rerankPercent: number, batch: number): Run => ({
    strategy: batch === 1 ? 'two-level' : 'two-level, batched',
    graph: name,
    efSearch,
    rerank: rerankPercent,
    bytesPerChunk: bytesPerNode + codeBytes,
    search: (query) => walkTwoLevel({ ...base(query, efSearch), rerankPercent, batch }),
  })
  const walked = (efSearch: number, rerank: number): Run => ({
    strategy: 'codes',
    graph: name,
    efSearch,
    rerank,
    bytesPerChunk: bytesPerNode + codeBytes,
    search: (query) => walkCodes({ ...base(query, efSearch), rerank }),
  })
  return [
    ...widths.map((efSearch) => exact(efSearch, 1)),
    ...[30, 10].flatMap((percent) => widths.map((efSearch) => twoLevel(efSearch, percent, 1))),
    ...[40, 80].flatMap((efSearch) => [exact(efSearch, batchSize), twoLevel(efSearch, 10, batchSize)]),
    ...[200, 400].flatMap((efSearch) => reranks.map((rerank) => walked(efSearch, rerank))),
  ]
}

/** What others do in place of a graph: inverted lists recomputed whole (EdgeRAG), product codes that nothing corrects. */
export function rivalRuns({ vectors, dimensions }: RecallData): Run[] {
  const rows = vectors.length / dimensions
  const lists = Math.round(Math.sqrt(rows))
  const index = buildInvertedFile(vectors, { dimensions, lists, seed: 1 })
  const inverted = [1, 2, 5, 10, 20, 40].map((probes): Run => ({
    strategy: 'ivf-recompute',
    graph: 'none',
    efSearch: probes,
    rerank: null,
    bytesPerChunk: (lists * dimensions * 4) / rows + Math.ceil(Math.log2(rows)) / 8,
    search: (query) =>
      searchInvertedFile({ index, query: query.vector, count, probes, recompute: async (ids) => query.scores(ids) }),
  }))
  const quantised = [16, 32]
    .filter((parts) => dimensions % parts === 0)
    .map((parts): Run => {
      const index = buildProductCodes(vectors, { dimensions, parts, seed: 1 })
      return {
        strategy: 'pq',
        graph: 'none',
        efSearch: null,
        rerank: null,
        bytesPerChunk: parts + (256 * dimensions * 4) / rows,
        search: async (query) => {
          const answer = searchProductCodes({ index, query: query.vector, count })
          // What it answers is judged by exact scores.
          return { ...answer, scores: query.scores([...answer.ids]) }
        },
      }
    })
  return [...inverted, ...quantised]
}
