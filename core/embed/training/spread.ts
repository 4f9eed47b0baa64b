import type { Pool } from './validation.ts'

/** How a table is turned, stretched and cut. */
export interface SpreadOptions {
  readonly pool: Pool
  /** Texts that the principal axes are taken of. */
  readonly texts: readonly (readonly number[])[]
  /** 0 leaves the lengths of the axes, 1 makes all equal (whitening); in between, weak directions gain. */
  readonly power: number
  /** Axes that are kept: those along which embeddings differ most. */
  readonly kept: number
}

/**
 * The table seen along the principal axes of its embeddings, each divided by a power of its deviation, so that embeddings use their
 * directions more evenly. With power 0 and all axes kept it is left as it is: a turn changes no cosine.
 */
export function spreadTable(
  table: Float32Array,
  dimensions: number,
  { pool, texts, power, kept }: SpreadOptions,
): Float32Array {
  if (power === 0 && kept === dimensions) return table.slice()
  const { axes, variances } = principalAxes(covarianceOf(texts, dimensions, pool), dimensions)
  const order = [...variances.keys()].toSorted((a, b) => variances[b] - variances[a]).slice(0, kept)
  const turn = Float32Array.from({ length: dimensions * kept }, (_, at) => {
    const axis = order[at % kept]
    return axes[Math.floor(at / kept) * dimensions + axis] * Math.max(variances[axis], 1e-9) ** (-power / 2)
  })
  const rows = table.length / dimensions
  const spread = new Float32Array(rows * kept)
  for (let row = 0; row < rows; row++) {
    const out = row * kept
    for (let i = 0; i < dimensions; i++) {
      const value = table[row * dimensions + i]
      const from = i * kept
      for (let axis = 0; axis < kept; axis++) spread[out + axis] += value * turn[from + axis]
    }
  }
  return spread
}

/** The rows of several tables side by side: their embeddings' cosines are the mean of theirs, about. */
export function joinTables(tables: readonly Float32Array[], dimensions: number): Float32Array {
  const rows = tables[0].length / dimensions
  const joined = new Float32Array(rows * dimensions * tables.length)
  tables.forEach((table, i) => {
    for (let row = 0; row < rows; row++) {
      const values = table.subarray(row * dimensions, (row + 1) * dimensions)
      joined.set(values, (row * tables.length + i) * dimensions)
    }
  })
  return joined
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

const SWEEPS = 7

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
