import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { createAnalyser } from './analyse.ts'
import { countTerms, type RowTerms, type RowText } from './build.ts'
import { TermCounter } from './counting/term-counter.ts'
import { documentTerms, type DocumentTerms } from './document-terms.ts'

/** The chunks again, in order. */
function* rowTermsOf({ lexicon, vocabulary, firsts, ids, counts, lengths }: DocumentTerms): Generator<RowTerms> {
  const words = Array.from(vocabulary, (number) => lexicon.terms[number])
  for (let chunk = 0; chunk < lengths.length; chunk++) {
    const [from, to] = [firsts[chunk], firsts[chunk + 1]]
    yield {
      terms: Array.from(ids.subarray(from, to), (id) => words[id]),
      counts: Array.from(counts.subarray(from, to)),
      length: lengths[chunk],
    }
  }
}

function termsOf(chunks: readonly RowText[], counter: TermCounter): RowTerms[] {
  return [
    ...rowTermsOf(
      documentTerms(
        chunks.map(({ header, text }) => ({ header, utf8: Buffer.from(text) })),
        counter,
      ),
    ),
  ]
}

/** By `countTerms`, which knows no kernel. */
function expected(chunks: readonly RowText[], language = 'en'): RowTerms[] {
  const analyser = createAnalyser(language, 1 << 10)
  return chunks.map((chunk) => countTerms(chunk, analyser))
}

test('the terms of a document come back chunk by chunk', () => {
  const chunks = [
    { header: 'Tea > Brewing', text: 'Pour hot water over the leaves. Hot, not boiling.' },
    { header: '', text: '' },
    { header: 'Tea', text: '東京都 naïve snake_case leaves' },
  ]
  expect(termsOf(chunks, new TermCounter('en', 1 << 8))).toEqual(expected(chunks))
})

test('documents one after the other have their own terms, whatever words lose their slots meanwhile', () => {
  const random = randomNumbers(7)
  const words = 'tea Tea leaves leaf HTMLParser os.path don’t naïve 東京都 C++ x'.split(' ')
  const english = new TermCounter('en', 4)
  const german = new TermCounter('de', 4)
  for (let document = 0; document < 300; document++) {
    const text = (): string =>
      Array.from({ length: Math.floor(random() * 40) }, () => words[Math.floor(random() * words.length)]).join(' ')
    const chunks = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({ header: text(), text: text() }))
    const isGerman = random() < 0.2
    expect(termsOf(chunks, isGerman ? german : english)).toEqual(expected(chunks, isGerman ? 'de' : 'en'))
  }
})
