/* How right an engine's vectors are: against those of the same weights in float32, each text in a run of its own. */
import { openEncoder } from '../../embed/encoder.ts'

/** Unit vectors [texts × dimensions] of the model in `folder`, row-major, one text at a time, by one thread. */
export async function vectorsAlone(folder: string, texts: readonly string[]): Promise<Float32Array> {
  const encoder = await openEncoder(folder, { threads: 1 })
  try {
    const vectors = new Float32Array(texts.length * encoder.dimensions)
    for (const [row, text] of texts.entries()) {
      vectors.set(await encoder.embed([{ header: '', text }]), row * encoder.dimensions)
    }
    return vectors
  } finally {
    await encoder.close()
  }
}

/**
 * The least cosine between a row of `vectors` and the same row of `right`, both unit vectors [rows × dimensions], row-major; NaN
 * where a number is none. @throws RangeError for vectors of another size
 */
export function leastCosine(vectors: Float32Array, right: Float32Array, rows: number): number {
  if (vectors.length !== right.length) {
    throw new RangeError(`Expected ${right.length} numbers for ${rows} rows, got ${vectors.length}`)
  }
  const dimensions = right.length / rows
  const cosines = Array.from({ length: rows }, (_, row) => {
    let cosine = 0
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) cosine += vectors[i] * right[i]
    return cosine
  })
  return Math.min(...cosines)
}
