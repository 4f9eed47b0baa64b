/* Ours beside the pipeline: how fast, and how right. Faster and wrong is no win, so the one is never told without the other. */
import { leastAgreement } from '../../embed/providers/measure-providers.ts'
import { percentile, round } from '../bench.ts'

/** What was measured of one engine with one model and texts of one length. */
export interface Measured {
  readonly model: string
  readonly precision: string
  readonly tokens: number
  readonly threads: number
  readonly engine: string
  readonly chunksPerSecond: number
  /** Least cosine of the texts' vectors to the right ones; null where it was not looked at. */
  readonly cosine: number | null
}

/** Lines for people, two for each precision in which both engines ran; none where `other` did not run. */
export function comparisonOf(rows: readonly Measured[], ours: string, other: string): string[] {
  const keyOf = ({ model, precision, tokens, threads }: Measured): string => [model, precision, tokens, threads].join()
  const theirs = new Map(rows.filter(({ engine }) => engine === other).map((row) => [keyOf(row), row]))
  const pairs = rows.flatMap((row) => {
    const same = theirs.get(keyOf(row))
    return row.engine === ours && same !== undefined ? [{ own: row, their: same }] : []
  })
  return [...new Set(pairs.map(({ own }) => own.precision))].flatMap((precision) => {
    const same = pairs.filter(({ own }) => own.precision === precision)
    const factors = same.map(({ own, their }) => round(own.chunksPerSecond / their.chunksPerSecond))
    const slower = factors.filter((factor) => factor < 1).length
    return [
      `${precision}: ${ours} is ${percentile(factors, 0.5)} times as fast as ${other} (median), ${Math.min(...factors)} at worst, slower in ${slower} of ${factors.length}`,
      `${precision}: least cosine to the vectors of float32 weights: ${rightness(
        ours,
        same.map(({ own }) => own),
      )}; ${rightness(
        other,
        same.map(({ their }) => their),
      )}`,
    ]
  })
}

function rightness(engine: string, rows: readonly Measured[]): string {
  const cosines = rows.map(({ cosine }) => cosine ?? Number.NaN)
  const wrong = cosines.filter((cosine) => !(cosine >= leastAgreement)).length
  return `${engine} ${round(Math.min(...cosines))}, below ${leastAgreement} in ${wrong} of ${cosines.length}`
}
