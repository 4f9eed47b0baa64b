import type { Pool } from './validation.ts'

/**
 * Turns and stretches a table so that its embeddings use their directions more evenly: principal axes of the embeddings, each divided by a
 * power of its deviation. `power` 0 changes nothing, 1 makes all axes equal (whitening); in between, weak directions gain.
 */
export function spreadTable(
  table: Float32Array,
  dimensions: number,
  {
    pool,
    texts,
    power,
  }: { readonly pool: Pool; readonly texts: readonly (readonly number[])[]; readonly power: number },
): Float32Array {
  if (power === 0) return table.slice()
  const { axes, variances } = principalAxes(covarianceOf(texts, dimensions, pool), dimensions)
  const scales = variances.map((variance) => Math.max(variance, 1e-9) ** (-power / 2))
  const spread = new Float32Array(table.length)
  const row = new Float64Array(dimensions)
  for (let start = 0; start < table.length; start += dimensions) {
    row.fill(0)
    for (let i = 0; i < dimensions; i++) {
      const value = table[start + i]
      for (let axis = 0; axis < dimensions; axis++) row[axis] += value * axes[i * dimensions + axis]
    }
    for (let axis = 0; axis < dimensions; axis++) spread[start + axis] = row[axis] * scales[axis]
  }
  return spread
}

/** Mean of the outer products of the texts' vectors, [dimensions x dimensions]. */
function covarianceOf(texts: readonly (readonly number[])[], dimensions: number, pool: Pool): Float64Array {
  const sums = new Float64Array(dimensions * dimensions)
  const vector = new Float32Array(dimensions)
  for (const text of texts) {
    pool(text, vector)
    for (let i = 0; i < dimensions; i++) {
      const value = vector[i] / texts.length
      for (let j = i; j < dimensions; j++) sums[i * dimensions + j] += value * vector[j]
    }
  }
  for (let i = 0; i < dimensions; i++) for (let j = 0; j < i; j++) sums[i * dimensions + j] = sums[j * dimensions + i]
  return sums
}

const SWEEPS = 12

/** Eigenvectors in the columns of `axes`, and their eigenvalues: Jacobi's method. `matrix` is symmetric and is used up. */
function principalAxes(matrix: Float64Array, n: number): { axes: Float64Array; variances: Float64Array } {
  const axes = new Float64Array(n * n)
  for (let i = 0; i < n; i++) axes[i * n + i] = 1
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(matrix, axes, { n, p, q })
    }
  }
  return { axes, variances: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]) }
}

/** Makes matrix[p, q] zero by a turn in the plane of axes p and q. */
function rotate(
  matrix: Float64Array,
  axes: Float64Array,
  { n, p, q }: { readonly n: number; readonly p: number; readonly q: number },
): void {
  const off = matrix[p * n + q]
  if (Math.abs(off) < 1e-15) return
  const theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * off)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const [a, b] = [matrix[k * n + p], matrix[k * n + q]]
    matrix[k * n + p] = c * a - s * b
    matrix[k * n + q] = s * a + c * b
  }
  for (let k = 0; k < n; k++) {
    const [a, b] = [matrix[p * n + k], matrix[q * n + k]]
    matrix[p * n + k] = c * a - s * b
    matrix[q * n + k] = s * a + c * b
    const [x, y] = [axes[k * n + p], axes[k * n + q]]
    axes[k * n + p] = c * x - s * y
    axes[k * n + q] = s * x + c * y
  }
}
