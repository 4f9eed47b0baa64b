import { expect, test } from 'vitest'
import { analyse } from '../keywords/analyse.ts'
import { sentencesOf } from './sentences.ts'
import { formsOf, passageTerms, wordsIn } from './term-hashes.ts'

const text =
  'Green tea is steamed. **Black** tea is not!\n\nOs.path joins 東京都 tea.\n# A heading\nIt cools; naïve C++ teas.\n'
const asked = ['tea', 'black', 'head', 'os.path', '京都', 'c++', 'coffe', 'naiv']
const forms = formsOf(asked.map((term) => ({ terms: [term] })))

function termsAsked(one: string): number[] {
  const terms = new Set(analyse(one))
  return [...asked.keys()].filter((place) => terms.has(asked[place]))
}

test('of each sentence, and of the whole text, those words are counted that it says', () => {
  const sentences = sentencesOf(text)
  expect(sentences.length).toBeGreaterThan(3)
  const terms = passageTerms(text, sentences, { language: 'en', isCode: false })
  for (const [i, sentence] of sentences.entries()) {
    const said = termsAsked(sentence)
    expect(terms.countIn(i, forms)).toBe(said.length)
    expect(terms.countIn(i, forms, 2)).toBe(said.filter((place) => place >= 2).length)
  }
  expect([...terms.said(forms)].toSorted((a, b) => a - b)).toEqual(termsAsked(text))
})

test('a text is read in the language of its document, and again the same', () => {
  const houses = formsOf([{ terms: ['haus'] }])
  for (let i = 0; i < 2; i++) {
    expect([...wordsIn(houses, 'Viele Häuser', 'de')]).toEqual([0])
    expect([...wordsIn(houses, 'Viele Häuser', 'en')]).toEqual([])
  }
  expect([...wordsIn(houses, '', null)]).toEqual([])
})

test('more words than any passage before, in more sentences, are counted as few are', () => {
  const words = Array.from({ length: 500 }, (_, i) => `wort${i}`)
  const long = words.map((word) => `${word} ${word}.`)
  const many = formsOf(words.map((word) => ({ terms: analyse(word, 'xx') })))
  const terms = passageTerms(long.join(' '), long, { language: 'xx', isCode: false })
  expect(long.every((_, i) => terms.countIn(i, many) === 1)).toBe(true)
  expect(terms.said(many).size).toBe(words.length)
})
