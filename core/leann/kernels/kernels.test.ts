import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { unitVectors } from '../../test/vectors.ts'
import { encodeVectors, type Codes } from '../codes.ts'
import { PackedCodes, tablesFor, type QueryTables } from '../packed-codes.ts'
import { createRotation } from '../rotation.ts'
import { dotRow } from '../dot-row.ts'
import { assemble } from './assemble.ts'
import { plainModule, relaxedModule } from './kernels-binary.ts'
import { createKernels } from './kernels.ts'

const kinds = ['plain', 'relaxed'] as const

/** The kernel's twin: the same whole-number sums, row by row. */
function twin({ signs, scales, count }: Codes, { tables, offset, low, step }: QueryTables): number[] {
  const groups = signs.length / count
  return Array.from({ length: count }, (_, row) => {
    let sum = 0
    for (let group = 0; group < groups; group++) {
      const byte = signs[row * groups + group]
      sum += tables[group * 32 + (byte & 15)] + tables[group * 32 + 16 + (byte >> 4)]
    }
    return offset + scales[row] * (low + step * sum)
  })
}

test('the committed modules are what the source assembles to', async () => {
  expect(Buffer.from(await assemble(false)).toString('base64')).toBe(plainModule)
  expect(Buffer.from(await assemble(true)).toString('base64')).toBe(relaxedModule)
})

/** The transform as a plain loop. */
function walshHadamard(values: Float32Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let i = 0; i < values.length; i++) {
      if ((i & half) !== 0) continue
      const [a, b] = [values[i], values[i + half]]
      values[i] = a + b
      values[i + half] = a - b
    }
  }
}

describe.each(kinds)('%s kernels', (kind) => {
  test.each([8, 32, 256, 1024])('rotate %i numbers as the plain loop does, to the bit', (size) => {
    const rounds = 3
    const random = randomNumbers(size)
    const kernels = createKernels(size * 4 * (1 + rounds), kind)
    const [vector, signs] = [new Float32Array(kernels.buffer, 0, size), new Float32Array(kernels.buffer, size * 4)]
    for (let i = 0; i < size * rounds; i++) signs[i] = random() < 0.5 ? -1 : 1
    for (let time = 0; time < 20; time++) {
      for (let i = 0; i < size; i++) vector[i] = (random() - 0.5) * 2 ** (random() * 20 - 10)
      const expected = vector.slice()
      for (let round = 0; round < rounds; round++) {
        for (let i = 0; i < size; i++) expected[i] *= signs[round * size + i]
        walshHadamard(expected)
      }
      kernels.rotate(0, size * 4, size * 4, rounds)
      expect(vector).toEqual(expected)
    }
  })

  test.each([
    [64, 1],
    [64, 15],
    [128, 16],
    [256, 17],
    [256, 4096],
    [256, 4111],
    [256, 10_000],
  ])('scan codes of %i bits, %i rows, as their twin does', (dimensions, count) => {
    const vectors = unitVectors({ count, dimensions, seed: count })
    const codec = { rotation: createRotation(dimensions, 3), centre: vectors.slice(0, dimensions) }
    const codes = encodeVectors(codec, vectors)
    const tables = tablesFor(codec, unitVectors({ count: 1, dimensions, seed: 99 }))
    const found = new Float32Array(count)
    new PackedCodes(codes, kind).scan(tables, (scores, from, to) => found.set(scores.subarray(0, to - from), from))
    const expected = twin(codes, tables)
    for (const [row, score] of found.entries()) expect(score).toBeCloseTo(expected[row], 5)
  })

  test('multiply rows by a query as the plain loop does', () => {
    const random = randomNumbers(8)
    for (const dimensions of [8, 64, 256, 384]) {
      const count = 50
      const vectors = unitVectors({ count, dimensions, seed: dimensions })
      const rows = Uint32Array.from({ length: 200 }, () => Math.floor(random() * count))
      const vectorsAt = dimensions * 4
      const rowsAt = vectorsAt + vectors.byteLength
      const scoresAt = rowsAt + rows.byteLength
      const kernels = createKernels(scoresAt + rows.length * 4, kind)
      const query = unitVectors({ count: 1, dimensions, seed: 77 })
      new Float32Array(kernels.buffer, 0, dimensions).set(query)
      new Float32Array(kernels.buffer, vectorsAt, vectors.length).set(vectors)
      new Uint32Array(kernels.buffer, rowsAt, rows.length).set(rows)
      kernels.dotRows(0, vectorsAt, dimensions, rowsAt, rows.length, scoresAt)
      const scores = new Float32Array(kernels.buffer, scoresAt, rows.length)
      for (const [i, row] of rows.entries()) expect(scores[i]).toBeCloseTo(dotRow(query, vectors, row), 5)
    }
  })

  test('an empty segment has nothing to scan', () => {
    const codec = { rotation: createRotation(64, 3), centre: new Float32Array(64) }
    const codes = encodeVectors(codec, new Float32Array(0))
    let calls = 0
    new PackedCodes(codes, kind).scan(tablesFor(codec, new Float32Array(64)), () => calls++)
    expect(calls).toBe(0)
  })
})
