import { expect, test } from 'vitest'
import { unitVectors } from '../../test/vectors.ts'
import { dotRow } from '../dot-row.ts'
import { createRowScorer, createScoredRows } from './row-scorer.ts'

test.each([3, 8, 30, 256])('the kernel and the plain loop give the dot products of %i dimensions', (dimensions) => {
  const vectors = unitVectors({ count: 50, dimensions, seed: dimensions })
  const { scorer, vectors: room } = createScoredRows({ rowCount: 50, dimensions, capacity: 60 })
  room.set(vectors)
  for (const tried of [scorer, createRowScorer(vectors, dimensions, 60)]) {
    for (let i = 0; i < 60; i++) tried.ids[i] = (i * 7) % 50
    tried.score(13, 60)
    const row = vectors.slice(13 * dimensions, 14 * dimensions)
    for (let i = 0; i < 60; i++) expect(tried.scores[i]).toBeCloseTo(dotRow(row, vectors, (i * 7) % 50), 5)
    expect(tried.rowCount).toBe(50)
  }
})
