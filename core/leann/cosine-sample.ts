import { errorDeviation, estimateRow, prepareQuery, type Codes } from './codes.ts'
import type { ChunkSearch } from './search.ts'
import type { SearchedSegment } from './searched-segments.ts'

/** How numbers are spread: mean and standard deviation. */
export interface Spread {
  readonly mean: number
  readonly deviation: number
}

/** What estimates are of. */
export interface Estimated {
  readonly scales: Codes['scales']
  readonly from: number
  readonly to: number
  readonly errorPerScale: number
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

  /**
   * Every so many of the estimates, whose error is `errorPerScale` times the row's scale; a scale of 0 is a row without one. `from`:
   * the row of the first estimate.
   */
  addEvery(step: number, estimates: Float32Array, { scales, from, to, errorPerScale }: Estimated): void {
    for (let row = from; row < to; row += step) {
      const scale = scales[row]
      if (scale === 0) continue
      const cosine = estimates[row - from]
      this.#count++
      this.#sum += cosine
      this.#squares += cosine * cosine
      this.#errorSquares += (errorPerScale * scale) ** 2
    }
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
