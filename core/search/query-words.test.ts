import { expect, test } from 'vitest'
import { queryWords } from './query-words.ts'

test('a word has a form for each language of the library, also when it is asked for again and beside another library', () => {
  const english = ['en']
  const both = ['en', 'de']
  const first = queryWords('Houses, Häuser', english)
  expect(first.map(({ typed, terms }) => [typed, terms])).toEqual([
    ['Houses', ['hous']],
    ['Häuser', ['hauser']],
  ])
  expect(queryWords('Häuser', both)).toEqual([{ typed: 'Häuser', terms: ['hauser', 'haus'] }])
  expect(queryWords('Houses, Häuser', english)).toEqual(first)
})

test('a name of several words is several words, a sign alone none', () => {
  expect(queryWords('os.path -', ['en']).map(({ terms }) => terms[0])).toEqual(['os.path', 'os', 'path'])
})

test('a language whose stemmer leaves nothing of a word does not part its forms', () => {
  expect(queryWords('line', ['cs', 'de', 'en'])).toEqual([{ typed: 'line', terms: ['lin', 'line'] }])
})
