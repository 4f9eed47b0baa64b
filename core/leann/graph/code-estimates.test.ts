import { expect, test } from 'vitest'
import { meanVector, rowOf, unitVectors } from '../../test/vectors.ts'
import { encodeVectors, prepareQuery, scanCodes } from '../codes.ts'
import { createRotation } from '../rotation.ts'
import { codeEstimates } from './code-estimates.ts'

test('estimates of single codes are those of a scan', () => {
  const vectors = unitVectors({ count: 200, dimensions: 64, seed: 1, clusters: 5 })
  const codec = { rotation: createRotation(64, 1), centre: meanVector(vectors, 64) }
  vectors.fill(0, 64 * 7, 64 * 8)
  const codes = encodeVectors(codec, vectors)
  const query = prepareQuery(codec, rowOf(vectors, 64, 3))
  const all = new Float32Array(200)
  scanCodes({ query, codes, from: 0, to: 200, scores: all })
  const ids = Uint32Array.from([5, 7, 199, 0])
  const scores = new Float32Array(4)
  codeEstimates(query, codes)(ids, 3, scores)
  expect([...scores]).toEqual([all[5], all[7], all[199], 0])
})
