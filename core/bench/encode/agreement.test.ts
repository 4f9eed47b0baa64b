import { expect, test } from 'vitest'
import { openEncoder } from '../../embed/encoder.ts'
import { writeHubModel } from '../../embed/testing/hub-fixture.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { leastCosine, vectorsAlone } from './agreement.ts'

test('the least cosine is that of the worst row, and a vector that is no number is not passed over', () => {
  const right = Float32Array.of(1, 0, 0, 1)
  expect(leastCosine(right, right, 2)).toBe(1)
  expect(leastCosine(Float32Array.of(1, 0, 0.6, 0.8), right, 2)).toBeCloseTo(0.8, 6)
  expect(leastCosine(Float32Array.of(Number.NaN, 0, 0, 1), right, 2)).toBeNaN()
  expect(() => leastCosine(Float32Array.of(1, 0), right, 2)).toThrow('Expected 4 numbers for 2 rows, got 2')
})

test('vectors of texts alone are those of a batch', async () => {
  await using tree = await makeTree({})
  const folder = await writeHubModel(tree.at('tiny'))
  const texts = ['river stone market', 'letter', 'winter signal of paper and copper']
  const encoder = await openEncoder(folder)
  const together = await encoder.embed(texts.map((text) => ({ header: '', text })))
  await encoder.close()
  expect(leastCosine(await vectorsAlone(folder, texts), together, texts.length)).toBeGreaterThan(0.99999)
})
