import { WalkResults, type GraphAnswer } from '../../leann/graph/graph-search.ts'
import { fitMeans, nearestMeans } from '../../leann/graph/k-means.ts'

/** Entries of a codebook: one byte a part. */
const bookSize = 256

/** Product quantisation without recompute, for the comparison: what the same bytes give when nothing corrects them. */
export interface ProductCodes {
  readonly dimensions: number
  /** Parts that a vector is cut into; each becomes a byte. */
  readonly parts: number
  /** [parts × 256 × dimensions / parts] */
  readonly books: Float32Array
  /** [rows × parts] */
  readonly codes: Uint8Array
}

/** Codes of `vectors` ([rows × dimensions]); `parts` divides `dimensions`. Seeded. */
export function buildProductCodes(
  vectors: Float32Array,
  { dimensions, parts, seed }: { readonly dimensions: number; readonly parts: number; readonly seed: number },
): ProductCodes {
  const width = dimensions / parts
  const rowCount = vectors.length / dimensions
  const books = new Float32Array(parts * bookSize * width)
  const codes = new Uint8Array(rowCount * parts)
  const slice = new Float32Array(rowCount * width)
  for (let part = 0; part < parts; part++) {
    for (let row = 0; row < rowCount; row++) {
      for (let i = 0; i < width; i++) slice[row * width + i] = vectors[row * dimensions + part * width + i]
    }
    const book = fitMeans(slice, {
      dimensions: width,
      means: bookSize,
      rounds: 8,
      sample: bookSize * 32,
      seed: seed + part,
    })
    books.set(book, part * bookSize * width)
    const nearest = nearestMeans(slice, book, width)
    for (let row = 0; row < rowCount; row++) codes[row * parts + part] = nearest[row]
  }
  return { dimensions, parts, books, codes }
}

export interface ProductCodesSearch {
  readonly index: ProductCodes
  readonly query: Float32Array
  readonly count: number
  accept?(id: number): boolean
}

/** Scans all codes; the scores are estimates. */
export function searchProductCodes({ index, query, count, accept }: ProductCodesSearch): GraphAnswer {
  const { parts, codes } = index
  const rowCount = codes.length / parts
  const table = scoreTable(index, query)
  const results = new WalkResults(count, accept)
  for (let row = 0; row < rowCount; row++) {
    const start = row * parts
    let score = 0
    for (let part = 0; part < parts; part++) score += table[(part << 8) + codes[start + part]]
    results.offer(row, score)
  }
  return results.answer(count, { recomputed: 0, codesRead: rowCount, hops: 0, isComplete: true })
}

/** [parts × 256]: the query's dot product with each entry of each codebook. */
function scoreTable({ dimensions, parts, books }: ProductCodes, query: Float32Array): Float32Array {
  const width = dimensions / parts
  const table = new Float32Array(parts * bookSize)
  for (let entry = 0; entry < table.length; entry++) {
    const from = (entry >> 8) * width
    for (let i = 0; i < width; i++) table[entry] += query[from + i] * books[entry * width + i]
  }
  return table
}
