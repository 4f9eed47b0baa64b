import { createLevelRows, toLevels } from '../leann/building/level-rows.ts'
import { createCodec, encodeVectors, prepareQuery, scanCodes, type Codec, type Codes } from '../leann/codes.ts'
import { createCodeScorer, createPlainCodeScorer } from '../leann/graph/code-scorer.ts'
import type { RowScorer } from '../leann/graph/row-scorer.ts'
import { createKernels, type KernelKind } from '../leann/kernels/kernels.ts'
import { PackedCodes, tablesFor } from '../leann/packed-codes.ts'
import { dotRow } from '../leann/dot-row.ts'
import { randomNumbers } from '../random.ts'
import type { BitsPerDimension } from '../types.ts'
import { percentile, round, table, type Bench } from './bench.ts'

const dimensions = 256
const count = 100_000
const rounds = 31

/** Each WebAssembly kernel against its TypeScript twin, on random unit vectors. */
export const kernelsBench: Bench = {
  summary: 'WebAssembly kernels against their TypeScript twins',
  run: async ({ print }) => {
    const vectors = randomUnitVectors()
    const query = vectors.slice(0, dimensions)
    const rows = [
      ...widths.flatMap((width) => codeRows(width, vectors)),
      row('dot products', 'TypeScript', median(dotTwin(vectors, query))),
      ...kinds.map((kind) => row('dot products', kind, median(dotKernel(kind, vectors, query)))),
      ...levelRows(vectors),
    ]
    const cells = rows.map(({ kernel, kind, ms, millionsPerSecond }) => [kernel, kind, ms, millionsPerSecond])
    print(`${count} rows of ${dimensions} dimensions, median of ${rounds}`)
    for (const line of table([['kernel', 'kind', 'ms', 'million rows/s'], ...cells])) print(line)
    return { rows }
  },
}

const kinds: readonly KernelKind[] = ['plain', 'relaxed']
const widths: readonly BitsPerDimension[] = [1, 2, 4]

/** Codes against a query, and one code against all. */
function codeRows(bitsPerDimension: BitsPerDimension, vectors: Float32Array): Row[] {
  const codec = createCodec({ dimensions, seed: 1, bitsPerDimension, centre: new Float32Array(dimensions) })
  const codes = encodeVectors(codec, vectors)
  const query = vectors.slice(0, dimensions)
  const name = bitsPerDimension === 1 ? '' : `, ${bitsPerDimension} bits`
  return [
    row(`scan codes${name}`, 'TypeScript', median(scanTwin(codec, codes, query))),
    ...kinds.map((kind) => row(`scan codes${name}`, kind, median(scanKernel(kind, { codec, codes, query })))),
    row(`compare codes${name}`, 'TypeScript', medianScore(createPlainCodeScorer(codes, count, bitsPerDimension))),
    ...kinds.map((kind) =>
      row(`compare codes${name}`, kind, medianScore(createCodeScorer(codes, count, { bitsPerDimension, kind }))),
    ),
  ]
}

/** Vectors of 7 bits a dimension, as graphs are built from, where there are vectors. */
function levelRows(vectors: Float32Array): Row[] {
  const made = kinds.map((kind) => {
    const { scorer, levels, factors } = createLevelRows({ rowCount: count, dimensions, capacity: count, kind })
    const view = new DataView(factors.buffer, factors.byteOffset, factors.byteLength)
    for (let i = 0; i < count; i++) toLevels(vectors, { row: i, dimensions }, { levels, factors: view, row: i })
    return { kind, scorer, levels }
  })
  return [
    row('dot products of 7 bits', 'TypeScript', median(levelTwin(made[0].levels))),
    ...made.map(({ kind, scorer }) => row('dot products of 7 bits', kind, medianScore(scorer))),
  ]
}

interface Row {
  readonly kernel: string
  readonly kind: string
  readonly ms: number
  readonly millionsPerSecond: number
}

function row(kernel: string, kind: string, ms: number): Row {
  return { kernel, kind, ms: round(ms), millionsPerSecond: round(count / ms / 1000) }
}

function median(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return percentile(times, 0.5)
}

/** Of scoring all rows against the first. */
function medianScore(scorer: RowScorer): number {
  for (let i = 0; i < count; i++) scorer.ids[i] = i
  return median(() => scorer.score(0, count))
}

/** Whole-number products of the first row with all: the most of what the kernel does. */
function levelTwin(levels: Uint8Array): () => void {
  const rowBytes = levels.length / count
  const sums = new Int32Array(count)
  return () => {
    for (let i = 0; i < count; i++) {
      let sum = 0
      for (let at = 0; at < rowBytes; at++) sum += levels[at] * levels[i * rowBytes + at]
      sums[i] = sum
    }
  }
}

function scanTwin(codec: Codec, codes: Codes, query: Float32Array): () => void {
  const scores = new Float32Array(count)
  return () => scanCodes({ query: prepareQuery(codec, query), codes, from: 0, to: count, scores })
}

function scanKernel(
  kind: KernelKind,
  { codec, codes, query }: { codec: Codec; codes: Codes; query: Float32Array },
): () => void {
  const packed = new PackedCodes(codes, kind)
  return () => packed.scan(tablesFor(codec, query), () => {})
}

function dotTwin(vectors: Float32Array, query: Float32Array): () => void {
  const scores = new Float32Array(count)
  return () => {
    for (let i = 0; i < count; i++) scores[i] = dotRow(query, vectors, i)
  }
}

function dotKernel(kind: KernelKind, vectors: Float32Array, query: Float32Array): () => void {
  const vectorsAt = dimensions * 4
  const rowsAt = vectorsAt + vectors.byteLength
  const scoresAt = rowsAt + count * 4
  const kernels = createKernels(scoresAt + count * 4, kind)
  new Float32Array(kernels.buffer, 0, dimensions).set(query)
  new Float32Array(kernels.buffer, vectorsAt, vectors.length).set(vectors)
  const rows = new Uint32Array(kernels.buffer, rowsAt, count)
  for (let i = 0; i < count; i++) rows[i] = i
  return () => kernels.dotRows(0, vectorsAt, dimensions, rowsAt, count, scoresAt)
}

function randomUnitVectors(): Float32Array {
  const random = randomNumbers(1)
  const vectors = Float32Array.from({ length: count * dimensions }, () => random() + random() - 1)
  for (let start = 0; start < vectors.length; start += dimensions) {
    const length = Math.sqrt(dotRow(vectors.subarray(start, start + dimensions), vectors, start / dimensions))
    for (let i = start; i < start + dimensions; i++) vectors[i] /= length
  }
  return vectors
}
