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

const SWEEPS = 8
/** Cosine of two rows below which they count as orthogonal. */
const ORTHOGONAL = 1e-8

/**
 * Eigenvectors in the columns of `axes`, and their eigenvalues, by one-sided Jacobi rotations (Hestenes 1958): rows are turned in pairs until all
 * are orthogonal; then each is an eigenvector, as long as its eigenvalue. `matrix` is symmetric without negative eigenvalues and is used up.
 * An axis without variance is zero.
 */
function principalAxes(matrix: Float64Array, n: number): { axes: Float64Array; variances: Float64Array } {
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) if (turnRows(matrix, { n, p, q })) turned = true
    }
  }
  const variances = Float64Array.from({ length: n }, (_, i) => Math.hypot(...matrix.subarray(i * n, (i + 1) * n)))
  const axes = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    if (variances[i] > 1e-12) for (let k = 0; k < n; k++) axes[k * n + i] = matrix[i * n + k] / variances[i]
  }
  return { axes, variances }
}

/** Makes rows p and q orthogonal; answers whether they were not. */
function turnRows(
  rows: Float64Array,
  { n, p, q }: { readonly n: number; readonly p: number; readonly q: number },
): boolean {
  const [first, second] = [p * n, q * n]
  let pp = 0
  let qq = 0
  let pq = 0
  for (let k = 0; k < n; k++) {
    const x = rows[first + k]
    const y = rows[second + k]
    pp += x * x
    qq += y * y
    pq += x * y
  }
  if (Math.abs(pq) <= ORTHOGONAL * Math.sqrt(pp * qq)) return false
  const theta = (qq - pp) / (2 * pq)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const x = rows[first + k]
    const y = rows[second + k]
    rows[first + k] = c * x - s * y
    rows[second + k] = s * x + c * y
  }
  return true
}
