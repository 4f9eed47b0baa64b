import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { createAnalyser } from '../analyse.ts'
import { countTerms, type RowText } from '../build.ts'
import { assembleCountWords } from './assemble.ts'
import { countWordsModule } from './count-words-binary.ts'
import { TermCounter } from './term-counter.ts'

test('the committed module is what the source assembles to', async () => {
  expect(Buffer.from(await assembleCountWords()).toString('base64')).toBe(countWordsModule)
})

/** One document of `chunks`, as terms by chunk; and as `countTerms` has them, which knows no kernel. */
function counted(counter: TermCounter, chunks: readonly RowText[]): unknown[] {
  const terms: string[] = []
  counter.beginDocument()
  return chunks.map(({ header, text }) => {
    const [body, top] = [Buffer.from(text), Buffer.from(header)]
    counter.beginChunk(body.length + top.length)
    counter.count(body, 1)
    counter.count(top, 2)
    const { ids, counts, fresh, length } = counter.chunk()
    for (const term of fresh) terms.push(counter.lexicon.terms[term])
    return { terms: Array.from(ids, (id) => terms[id]), counts: [...counts], length }
  })
}

function expected(chunks: readonly RowText[], language = 'en'): unknown[] {
  const analyser = createAnalyser(language, 1 << 8)
  return chunks.map((chunk) => {
    const row = countTerms(chunk, analyser)
    return { ...row, counts: row.counts.map((count) => Math.min(count, 255)) }
  })
}

/** Signs that join words, end them or are part of them in some places only. */
const tellingSigns = ["'", '.', '’', '+', '++', '#', '_', ' ', '\0', 'x', 'X', '\u00ad', '茶', '한', '𝒳', '🙂']

test.each([
  ['ASCII', 'en', 0x80],
  ['Latin letters', 'de', 0x250],
  ['letters of two bytes', 'ar', 0x800],
  ['the first part of the plane', 'vi', 0x3000],
  ['characters of one unit', 'pl', 0x10000],
  ['all characters', 'en', 0x110000],
])('the terms of random text are those of the analyser: %s', (_, language, end) => {
  const random = randomNumbers(end)
  const signs = (count: number): string =>
    Array.from({ length: count }, () => {
      if (random() < 0.2) return tellingSigns[Math.floor(random() * tellingSigns.length)]
      return String.fromCodePoint(Math.floor(random() * (random() < 0.5 ? 0x80 : end)))
    })
      .join('')
      .toWellFormed()
  const counter = new TermCounter(language, 1 << 6)
  for (let document = 0; document < 30; document++) {
    const chunks = Array.from({ length: 3 }, () => ({ header: signs(20), text: signs(300) }))
    expect(counted(counter, chunks)).toEqual(expected(chunks, language))
  }
})

test('words of every length up to and past that of a slot are told apart', () => {
  const words = Array.from({ length: 40 }, (_, i) => ['a'.repeat(i + 1), `${'a'.repeat(i)}b`, `b${'a'.repeat(i)}`])
  const chunks = [{ header: '', text: [...words.flat(), ...words.flat()].join(' ') }]
  expect(counted(new TermCounter('pl', 1 << 8), chunks)).toEqual(expected(chunks, 'pl'))
})

test('a term counts 255 times at most', () => {
  const chunks = [{ header: 'tea', text: 'tea '.repeat(300) }]
  expect(counted(new TermCounter('en', 1 << 4), chunks)).toEqual([{ terms: ['tea'], counts: [255], length: 301 }])
})

test('documents of more terms and longer chunks than there is room for make room', () => {
  const counter = new TermCounter('pl', 1 << 4)
  const words = (from: number, count: number): string =>
    Array.from({ length: count }, (_, i) => `w${from + i}.x`).join(' ')
  const documents = [
    [{ header: 'w1', text: 'w2 w3' }],
    [
      { header: 'w1', text: words(0, 40_000) },
      { header: 'w5', text: words(20_000, 60_000) },
    ],
    // So many that all is forgotten before the last.
    [{ header: '', text: words(70_000, 10_000) }],
    [{ header: 'w1 w7', text: words(0, 100) }],
  ]
  for (const chunks of documents) expect(counted(counter, chunks)).toEqual(expected(chunks, 'pl'))
})
