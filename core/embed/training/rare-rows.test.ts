import { expect, test } from 'vitest'
import type { Corpus } from './corpus.ts'
import { lengthenRareRows } from './rare-rows.ts'

/** One section that is trained on, and one that is not; token 2 is rare in the first. */
const corpus: Corpus = {
  tokens: Int32Array.from([1, 1, 1, 1, 2, 2, 2, 2, 2, 2]),
  sentences: Int32Array.from([0, 5, 10]),
  sections: Int32Array.from([0, 1, 2]),
  beginsParagraph: Uint8Array.from([1, 1]),
  answeredBy: Int32Array.from([-1, -1]),
  isHeldOut: Uint8Array.from([0, 1]),
  source: Uint16Array.from([0, 0]),
  sources: ['made'],
}

test('a rare row keeps its direction and gets a multiple of the usual length; a zero row stays zero', () => {
  const table = Float32Array.from([0, 0, 6, 8, 0.3, 0.4])
  lengthenRareRows(table, corpus, {
    below: 3,
    times: 1.5,
    dimensions: 2,
    trained: (section) => section === 0,
    isWord: () => true,
  })
  expect([...table].map((value) => Math.round(value * 1000) / 1000)).toEqual([0, 0, 6, 8, 9, 12])
})

test('without a usual row there is nothing to go by, and nothing changes', () => {
  const table = Float32Array.from([0, 0, 6, 8, 0.3, 0.4])
  lengthenRareRows(table, corpus, { below: 100, times: 2, dimensions: 2, trained: () => true, isWord: () => true })
  expect(table[2]).toBe(6)
})

test('a rare part of a word stays as it is', () => {
  const table = Float32Array.from([0, 0, 6, 8, 0.3, 0.4])
  const options = { below: 3, times: 1.5, dimensions: 2, trained: (section: number) => section === 0 }
  lengthenRareRows(table, corpus, { ...options, isWord: (token) => token !== 2 })
  expect(table[4]).toBeCloseTo(0.3)
})
