import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import type { Corpus } from './corpus.ts'
import { anchorsOf, pairDefaults, PairSampler, type PairOptions } from './pairs.ts'

/** One section: a header of two tokens, and four sentences of twenty tokens each: 100.., 200.., 300.., 400... */
const sentences = [1, 2, 3, 4].map((first) => Array.from({ length: 20 }, (_, i) => first * 100 + i))
const corpus: Corpus = {
  tokens: Int32Array.from([10, 11, ...sentences.flat()]),
  sentences: Int32Array.from([0, 2, 22, 42, 62, 82]),
  sections: Int32Array.from([0, 5]),
  beginsParagraph: Uint8Array.from([1, 1, 0, 0, 0]),
  answeredBy: Int32Array.from([-1]),
  isHeldOut: Uint8Array.from([0]),
  source: Uint16Array.from([0]),
  sources: ['made'],
}
const [anchor] = anchorsOf(corpus, () => true)
const openings = [[1, 2], [3]]

function sampler(changes: Partial<PairOptions>): PairSampler {
  return new PairSampler(corpus, { ...pairDefaults, headers: 0, openings, ...changes }, randomNumbers(5))
}

test('a question is an opening and a part of one sentence of its passage', () => {
  const pairs = sampler({})
  for (let i = 0; i < 50; i++) {
    const pair = pairs.make('question', anchor)
    const rest = pair?.query.filter((token) => token >= 100) ?? []
    expect(openings).toContainEqual(pair?.query.slice(0, (pair?.query.length ?? 0) - rest.length))
    expect(rest.length).toBeGreaterThanOrEqual(6)
    expect(rest.length).toBeLessThan(20)
    expect(new Set(rest.map((token) => Math.floor(token / 100))).size).toBe(1)
    expect(pair?.passage).toEqual(sentences.flat())
  }
})

test('without openings no question is drawn', () => {
  const pairs = sampler({ openings: [] })
  expect(pairs.allows('question', anchor)).toBe(false)
  const kinds = Array.from({ length: 200 }, () => pairs.draw(anchor)?.kind)
  expect(new Set(kinds)).toEqual(new Set(['header', 'sentence', 'words', 'views']))
})

test('a share of the tokens is left out of both texts, and the rest keeps its order', () => {
  const pairs = sampler({ dropped: 0.25 })
  const passages = Array.from({ length: 100 }, () => pairs.make('header', anchor)?.passage ?? [])
  const mean = passages.reduce((sum, passage) => sum + passage.length, 0) / passages.length
  expect(mean).toBeGreaterThan(56)
  expect(mean).toBeLessThan(64)
  expect(passages[0]).toEqual(passages[0].toSorted((a, b) => a - b))
})
