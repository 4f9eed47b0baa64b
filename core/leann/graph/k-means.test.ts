import { expect, test } from 'vitest'
import { fitMeans, nearestMeans } from './k-means.ts'
import { clustered } from './testing/clustered.ts'

const data = clustered({ count: 3000, dimensions: 32, seed: 1, queries: 30 })

test('k-means finds the clusters that are there', () => {
  const means = fitMeans(data.vectors, { dimensions: 32, means: 40, rounds: 10, seed: 1 })
  const nearest = nearestMeans(data.vectors, means, 32)
  // Rows of a cluster are 40 apart.
  let together = 0
  for (let row = 40; row < 3000; row++) if (nearest[row] === nearest[row - 40]) together++
  expect(together / 2960).toBeGreaterThan(0.6)
})

test('more means than rows are no trouble', () => {
  const means = fitMeans(data.vectors.slice(0, 64), { dimensions: 32, means: 10, rounds: 3, seed: 1 })
  expect(means.length).toBe(320)
  expect(means.every(Number.isFinite)).toBe(true)
})
