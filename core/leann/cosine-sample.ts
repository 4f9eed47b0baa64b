import { errorDeviation, estimateRow, prepareQuery } from './codes.ts'
import type { ChunkSearch } from './search.ts'
import type { SearchedSegment } from './searched-segments.ts'

export interface Spread {
  readonly mean: number
  readonly deviation: number
}

/** Few chunks say little of how cosines are spread: no deviation is taken for less. Large libraries have about .08. */
const leastDeviation = 0.05

/** Mean and deviation of cosines that are each known up to an error. */
export class CosineSample {
  #count = 0
  #sum = 0
  #squares = 0
  #errorSquares = 0

  /** `error`: standard deviation of the estimate, 0 for an exact cosine. */
  add(cosine: number, error: number): void {
    this.#count++
    this.#sum += cosine
    this.#squares += cosine * cosine
    this.#errorSquares += error * error
  }

  spread(): Spread {
    const mean = this.#sum / Math.max(1, this.#count)
    const variance = (this.#squares - this.#errorSquares) / Math.max(1, this.#count) - mean * mean
    return { mean, deviation: Math.max(leastDeviation, Math.sqrt(Math.max(0, variance))) }
  }
}

/** Rows looked at where no scan has seen all of them. */
const sampledRows = 512

/** Adds estimates of some rows of a segment, evenly spread over it, whether they pass the filter or not. */
export function sampleCodes(
  { live: { segment } }: SearchedSegment,
  { codec, query }: Pick<ChunkSearch, 'codec' | 'query'>,
  sample: CosineSample,
): void {
  const prepared = prepareQuery(codec, query)
  const { scales } = segment.codes
  const step = Math.max(1, Math.floor(segment.rowCount / sampledRows))
  for (let row = 0; row < segment.rowCount; row += step) {
    if (scales[row] !== 0) sample.add(estimateRow(prepared, segment.codes, row), errorDeviation(scales[row], codec))
  }
}
