import { round, table, type Bench } from './bench.ts'
import { makeOracle, recallAt, type OracleSet } from './recall/ground-truth.ts'
import { createCodeScorer } from '../leann/graph/code-scorer.ts'
import { codesOf } from './recall/recall-codes.ts'
import { loadRecallData } from './recall/recall-data.ts'
import { loadGraphs, type NamedGraph } from './recall/recall-graphs.ts'
import { graphRuns, rivalRuns, type Run } from './recall/recall-runs.ts'

/** Means over the queries of one set. */
interface Measured {
  readonly recall3: number
  readonly recall10: number
  readonly recomputed: number
  readonly codesRead: number
  readonly ms: number
}

type Row = Omit<Run, 'search'> & Measured & { readonly queries: string }

/** What each strategy finds and what it recomputes for that; recompute is a look-up here, so that counts are what matters. */
export const recallBench: Bench = {
  summary: 'recall, recomputes and bytes of every search strategy on every graph',
  run: async (context) => {
    const { print } = context
    const data = await loadRecallData(context)
    const oracle = makeOracle(data)
    const codes = ([1, 2, 4] as const).map((bits) => codesOf(data, bits))
    const graphs = await loadGraphs(data.key, {
      vectors: oracle.scorer,
      codes: createCodeScorer(codes[0].codes, oracle.scorer.ids.length),
    })
    const sets = oracle.sets.map(({ name, queries }) => `${queries.length} ${name}`).join(', ')
    print(`${oracle.chunks} chunks, ${data.dimensions} dimensions; queries: ${sets}`)
    for (const line of table([['graph', 'degree', 'bytes/node', 'build s'], ...graphs.map(graphCells)])) print(line)
    const runs = [...graphRuns(codes, graphs), ...rivalRuns(data)]
    const rows: Row[] = []
    for (const run of runs) for (const set of oracle.sets) rows.push(await measure(run, set))
    const names = oracle.sets.map(({ name }) => name)
    print('')
    print('efSearch: probes for ivf-recompute; rerank: α in percent for two-level. For each kind of queries:')
    print(`recall@3, recall@10, recomputed (${names.join(', then ')}); codes read and ms (all)`)
    for (const line of table([headings(names), ...bySearch(rows).map(cells)])) print(line)
    for (const name of names) {
      print('')
      for (const line of atEqualRecall(
        name,
        rows.filter(({ queries }) => queries === name),
      ))
        print(line)
    }
    return {
      rows,
      graphs: graphs.map(({ name, averageDegree, bytesPerNode, buildSeconds }) => ({
        name,
        averageDegree,
        bytesPerNode,
        buildSeconds,
      })),
    }
  },
}

function graphCells({ name, averageDegree, bytesPerNode, buildSeconds }: NamedGraph): (string | number)[] {
  return [name, round(averageDegree), round(bytesPerNode), round(buildSeconds)]
}

async function measure({ search, ...run }: Run, set: OracleSet): Promise<Row> {
  const sum = { recall3: 0, recall10: 0, recomputed: 0, codesRead: 0 }
  const started = performance.now()
  for (const query of set.queries) {
    const { scores, recomputed, codesRead } = await search(query)
    sum.recall3 += recallAt(scores, 3, query.third)
    sum.recall10 += recallAt(scores, 10, query.tenth)
    sum.recomputed += recomputed
    sum.codesRead += codesRead
  }
  const mean = (value: number): number => round(value / set.queries.length)
  return {
    ...run,
    bytesPerChunk: round(run.bytesPerChunk),
    queries: set.name,
    recall3: mean(sum.recall3),
    recall10: mean(sum.recall10),
    recomputed: mean(sum.recomputed),
    codesRead: mean(sum.codesRead),
    ms: mean(performance.now() - started),
  }
}

function headings(names: readonly string[]): string[] {
  return [
    'strategy',
    'graph',
    'efSearch',
    'rerank',
    'B/chunk',
    ...names.flatMap(() => ['@3', '@10', 'rec.']),
    'codes',
    'ms',
  ]
}

/** The rows of one way to search, one for each kind of queries, together. */
function bySearch(rows: readonly Row[]): Row[][] {
  const kinds = new Set(rows.map(({ queries }) => queries)).size
  return Array.from({ length: rows.length / kinds }, (_, i) => rows.slice(i * kinds, (i + 1) * kinds))
}

function cells(rows: readonly Row[]): (string | number)[] {
  const [{ strategy, graph, efSearch, rerank, bytesPerChunk }] = rows
  const found = rows.flatMap(({ recall3, recall10, recomputed }) => [
    recall3.toFixed(3),
    recall10.toFixed(3),
    Math.round(recomputed),
  ])
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / rows.length
  const codesRead = Math.round(mean(rows.map((row) => row.codesRead)))
  const ms = mean(rows.map((row) => row.ms)).toFixed(2)
  return [strategy, graph, efSearch ?? '', rerank ?? '', bytesPerChunk, ...found, codesRead, ms]
}

/** Recomputes that each strategy needs for the same recall. */
function atEqualRecall(name: string, rows: readonly Row[]): string[] {
  const ways = new Map<string, Row[]>()
  for (const row of rows) {
    const { strategy, graph, rerank } = row
    const detail = strategy.startsWith('two-level') ? ` ${rerank} %` : ''
    const way = `${strategy}${detail}${graph === 'none' ? '' : `, ${graph}`}`
    ways.set(way, [...(ways.get(way) ?? []), row])
  }
  const cells = [...ways].map(([way, own]) => {
    const needs = [0.9, 0.95, 0.98].map((recall) => recomputesAt(own, recall))
    return [way, ...needs.map((need) => need.padStart(6))]
  })
  return table([[`${name}: recomputed for recall@10 of`, '  0.90', '  0.95', '  0.98'], ...cells])
}

/** Between the two measured points around `recall`, by a straight line. */
function recomputesAt(rows: readonly Row[], recall: number): string {
  const sorted = rows.toSorted((a, b) => a.recomputed - b.recomputed)
  const above = sorted.findIndex(({ recall10 }) => recall10 >= recall)
  if (above < 0) return '-'
  const high = sorted[above]
  const low = sorted[above - 1]
  // The first point already does: less would do as well, but was not measured.
  if (low === undefined) return `<${Math.round(high.recomputed)}`
  const part = (recall - low.recall10) / (high.recall10 - low.recall10)
  return String(Math.round(low.recomputed + part * (high.recomputed - low.recomputed)))
}
