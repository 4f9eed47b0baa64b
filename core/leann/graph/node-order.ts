import { randomNumbers } from '../../random.ts'

/** Nodes of one leaf keep their order. */
const leafNodes = 16
/** Rows that the two means of a half are fitted to, and how often. */
const sampleRows = 256
const rounds = 4

/**
 * An order in which near vectors are near: the rows are halved again and again between the means of two clusters, down to
 * leaves of 16. Returns the rows in that order: the node called i afterwards is row `order[i]`. `vectors`: [rows ×
 * dimensions].
 */
export function localityOrder(vectors: Float32Array, dimensions: number, seed: number): Uint32Array {
  const rowCount = vectors.length / dimensions
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row)
  const bisection = new Bisection(vectors, dimensions, seed)
  const open: [number, number][] = [[0, rowCount]]
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range
    if (to - from <= leafNodes) continue
    const middle = bisection.split(order.subarray(from, to))
    open.push([from, from + middle], [from + middle, to])
  }
  return order
}

class Bisection {
  readonly #vectors: Float32Array
  readonly #dimensions: number
  readonly #random: () => number
  readonly #means: readonly [Float32Array, Float32Array]
  readonly #axis: Float32Array
  readonly #sides: Float32Array

  constructor(vectors: Float32Array, dimensions: number, seed: number) {
    this.#vectors = vectors
    this.#dimensions = dimensions
    this.#random = randomNumbers(seed)
    this.#means = [new Float32Array(dimensions), new Float32Array(dimensions)]
    this.#axis = new Float32Array(dimensions)
    this.#sides = new Float32Array(vectors.length / dimensions)
  }

  /** Puts the half nearer to one of two means first and returns its size: always one half, so that the depth is bounded. */
  split(rows: Uint32Array): number {
    this.#fitAxis(rows)
    for (const row of rows) this.#sides[row] = this.#sideOf(row)
    const sides = this.#sides
    rows.sort((a, b) => sides[a] - sides[b] || a - b)
    return rows.length >> 1
  }

  /** The direction from one mean to the other, by a few rounds on a sample. */
  #fitAxis(rows: Uint32Array): void {
    const sample = Uint32Array.from({ length: Math.min(sampleRows, rows.length) }, () => this.#draw(rows))
    const [first, second] = this.#means
    this.#copy(sample[0], first)
    this.#copy(this.#farthest(sample), second)
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < this.#dimensions; i++) this.#axis[i] = second[i] - first[i]
      const sides = Array.from(sample, (row) => this.#sideOf(row))
      const middle = sides.toSorted((a, b) => a - b)[sample.length >> 1]
      this.#average(
        sample.filter((_, i) => sides[i] < middle),
        first,
      )
      this.#average(
        sample.filter((_, i) => sides[i] >= middle),
        second,
      )
    }
    for (let i = 0; i < this.#dimensions; i++) this.#axis[i] = second[i] - first[i]
  }

  #draw(rows: Uint32Array): number {
    return rows[Math.floor(this.#random() * rows.length)]
  }

  /** The row of the sample that has least in common with its first. */
  #farthest(sample: Uint32Array): number {
    this.#copy(sample[0], this.#axis)
    return sample.reduce((worst, row) => (this.#sideOf(row) < this.#sideOf(worst) ? row : worst))
  }

  #sideOf(row: number): number {
    const vectors = this.#vectors
    const axis = this.#axis
    const start = row * axis.length
    let sum = 0
    for (let i = 0; i < axis.length; i++) sum += vectors[start + i] * axis[i]
    return sum
  }

  #copy(row: number, into: Float32Array): void {
    into.set(this.#vectors.subarray(row * this.#dimensions, (row + 1) * this.#dimensions))
  }

  #average(rows: Uint32Array, into: Float32Array): void {
    if (rows.length === 0) return
    into.fill(0)
    for (const row of rows) {
      const start = row * this.#dimensions
      for (let i = 0; i < this.#dimensions; i++) into[i] += this.#vectors[start + i] / rows.length
    }
  }
}
