import { expect, test } from 'vitest'
import { makeLibrary, sectionsOf, subjects } from '../test/library-fixture.ts'
import { choose, gatherSources } from './gather.ts'
import { estimateTokens } from './tokens.ts'

test('passages that say the same count once, and one document does not take all places', () => {
  const item = (path: string, i: number) => ({ path, part: '', i })
  const ranked = [0, 1, 2, 3, 4].map((i) => item('/a', i)).concat([item('/copy', 5), item('/b', 6)])
  const axis = (i: number): Float32Array => Float32Array.from({ length: 8 }, (_, j) => (j === i ? 1 : 0))
  const vectors = ranked.map(({ i }) => axis(i === 5 ? 0 : i))
  expect(choose(ranked, vectors, 4).map(({ i }) => i)).toEqual([0, 1, 2, 6])
  expect(choose(ranked, vectors, 10).map(({ i }) => i)).toEqual([0, 1, 2, 3, 4, 6])
})

test('sources are numbered, whole and within the budget', async () => {
  await using made = await makeLibrary({ 'long.md': sectionsOf(['tea', 'volcano', 'violin']), 'tea.txt': subjects.tea })
  await made.library.index()
  const request = { question: 'How is green tea brewed?', passages: 3, tokens: 10_000 }
  const all = await gatherSources(made.library, request)
  expect(all.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(all[0].text).toContain('Green tea is brewed')
  const tokens = estimateTokens(all[0].text) + 20
  const some = await gatherSources(made.library, { ...request, tokens })
  expect(some.reduce((sum, { text }) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(tokens)
  const [cut] = await gatherSources(made.library, { ...request, tokens: 30 })
  expect(estimateTokens(cut.text)).toBeLessThanOrEqual(30)
  expect(all[0].text.replaceAll(/\s+/gu, ' ')).toContain(cut.text)
})

test('ideographs weigh more than letters', () => {
  expect(estimateTokens('a'.repeat(70))).toBe(20)
  expect(estimateTokens('茶'.repeat(70))).toBe(70)
  expect(estimateTokens('')).toBe(0)
})
