import type { Pooling } from './model-description.ts'
import type { Window } from './windows.ts'

/** A model's output: [windows × dimensions], or hidden states [windows × tokens × dimensions] for the poolings of tokens. */
export interface Hidden {
  readonly data: Float32Array | Float16Array
  /** Tokens of the longest window; 1 where the output is pooled already. */
  readonly width: number
  readonly dimensions: number
}

/** One embedding a window, [windows × dimensions]; padding counts nowhere. */
export function pool(hidden: Hidden, windows: readonly Window[], pooling: Pooling): Float32Array {
  const { data, width, dimensions } = hidden
  if (pooling === 'none') return data instanceof Float32Array ? data : Float32Array.from(data)
  const pooled = new Float32Array(windows.length * dimensions)
  for (let row = 0; row < windows.length; row++) {
    const { length } = windows[row]
    const first = pooling === 'last' ? length - 1 : 0
    const last = pooling === 'cls' ? 0 : length - 1
    const to = row * dimensions
    for (let token = first; token <= last; token++) {
      const from = (row * width + token) * dimensions
      for (let d = 0; d < dimensions; d++) pooled[to + d] += data[from + d]
    }
    const share = 1 / (last - first + 1)
    for (let d = 0; d < dimensions; d++) pooled[to + d] *= share
  }
  return pooled
}

/**
 * Each row to length 1; a zero row stays zero. Returns the first row that has a number that is not finite, or is too long to have
 * a length; -1 where there is none.
 */
export function normaliseRows(vectors: Float32Array, dimensions: number): number {
  let broken = -1
  for (let start = 0; start < vectors.length; start += dimensions) {
    let sum = 0
    for (let i = start; i < start + dimensions; i++) sum += vectors[i] * vectors[i]
    if (sum === 0) continue
    if (!Number.isFinite(sum) && broken < 0) broken = start / dimensions
    const scale = 1 / Math.sqrt(sum)
    for (let i = start; i < start + dimensions; i++) vectors[i] *= scale
  }
  return broken
}
