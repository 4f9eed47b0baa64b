import { describe, expect, test } from 'vitest'
import { analyse } from './analyse.ts'
import { stemmerOf } from './stemmers.ts'

/** Forms that must meet in one term, and a word that must not. */
const forms: readonly (readonly [language: string, same: readonly string[], other: string])[] = [
  ['en', ['connection', 'connections', 'Connected'], 'connote'],
  ['de', ['Häuser', 'Hauses', 'Haus', 'hausern'], 'Hausfrau'],
  ['fr', ['continuellement', 'continuelle', 'continuelles'], 'contenu'],
  ['es', ['canciones', 'canción', 'cancion'], 'canto'],
  ['ru', ['книги', 'книгой', 'книга'], 'книжка'],
  ['tr', ['kitaplar', 'kitapları'], 'kitlesel'],
  ['el', ['σχολεία', 'σχολείου', 'σχολείο'], 'σχολιάζω'],
  ['hi', ['लड़कियाँ', 'लड़कियों'], 'लड़ाका'],
  ['ar', ['الكتاب', 'كتاب'], 'كاتب'],
]

describe.each(forms)('in %s', (language, same, other) => {
  test('the forms of a word are one term', () => {
    const terms = same.map((word) => analyse(word, language).join(' '))
    expect([...new Set(terms)]).toHaveLength(1)
    expect(analyse(other, language).join(' ')).not.toBe(terms[0])
  })
})

test('a language without a stemmer has its words folded', () => {
  expect(stemmerOf('xx')).toBeUndefined()
  expect(analyse('Crème Brûlées', 'xx')).toEqual(['creme', 'brulees'])
})

test('stemming does not stumble over odd words', () => {
  for (const language of ['en', 'de', 'fr', 'ru', 'tr', 'ar', 'el', 'hi', 'fi', 'hu', 'ro']) {
    for (const word of ['', 'a', 'ß', 'ﬁ', '\ud800', 'x'.repeat(500), '١٢٣', "l'été", 'ВВВ', '👍🏽'])
      expect(analyse(word, language)).toBeInstanceOf(Array)
  }
})
