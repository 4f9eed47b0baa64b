import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { createAnalyser } from './analyse.ts'
import { countTerms, type RowTerms } from './build.ts'
import { documentTerms, type DocumentTerms } from './document-terms.ts'

/** The chunks again, in order. */
function* rowTermsOf({ vocabulary, firsts, ids, counts, lengths }: DocumentTerms): Generator<RowTerms> {
  const words = vocabulary.split('\n')
  for (let chunk = 0; chunk < lengths.length; chunk++) {
    const [from, to] = [firsts[chunk], firsts[chunk + 1]]
    yield {
      terms: Array.from(ids.subarray(from, to), (id) => words[id]),
      counts: Array.from(counts.subarray(from, to)),
      length: lengths[chunk],
    }
  }
}

test('the terms of a document come back chunk by chunk', () => {
  const analyser = createAnalyser()
  const chunks = [
    { header: 'Tea > Brewing', text: 'Pour hot water over the leaves. Hot, not boiling.' },
    { header: '', text: '' },
    { header: 'Tea', text: '東京都 naïve snake_case leaves' },
  ]
  expect([...rowTermsOf(documentTerms(chunks, analyser))]).toEqual(chunks.map((chunk) => countTerms(chunk, analyser)))
})

test('documents one after the other have their own terms, whatever words lose their slots meanwhile', () => {
  const random = randomNumbers(7)
  const words = 'tea Tea leaves leaf HTMLParser os.path don’t naïve 東京都 C++ x'.split(' ')
  const analyser = createAnalyser('en', 4)
  const other = createAnalyser('de', 4)
  for (let document = 0; document < 300; document++) {
    const text = (): string =>
      Array.from({ length: Math.floor(random() * 40) }, () => words[Math.floor(random() * words.length)]).join(' ')
    const chunks = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({ header: text(), text: text() }))
    const used = random() < 0.2 ? other : analyser
    const expected = chunks.map((chunk) => countTerms(chunk, used))
    expect([...rowTermsOf(documentTerms(chunks, used))]).toEqual(expected)
    const inBytes = chunks.map(({ header, text }) => ({ header, utf8: Buffer.from(text) }))
    expect([...rowTermsOf(documentTerms(inBytes, used))]).toEqual(expected)
  }
})
