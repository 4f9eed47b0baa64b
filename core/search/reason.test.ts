import { say } from '../sayings/say.ts'
import { expect, test } from 'vitest'
import { formsOf, queryWords } from './query-words.ts'
import { reasonFor, type Question } from './reason.ts'

function question(text: string, more: Partial<Question> = {}): Question {
  const words = queryWords(text, ['en'])
  return { words, forms: formsOf(words), phrases: [], beginnings: [], filters: [], ...more }
}

const passage = {
  header: 'Drinks > Brewing',
  pieces: ['Green tea is steamed.'],
  isClose: false,
  language: null,
  names: 'drinks.md',
}

test('the reason names the words of the query, as typed, that the text and its headings have in any form', () => {
  expect(reasonFor(question('How do I brew Green teas?'), passage).text).toBe(
    'Found because it says “Green” and “teas” and stands under “brew”.',
  )
  expect(reasonFor(question('tea'), { ...passage, isClose: true }).text).toBe(
    'Found because it says “tea”, and is close in meaning.',
  )
  expect(reasonFor(question('brewing'), passage).text).toBe('Found because it stands under “brewing”.')
})

test('a document can be found by its name alone', () => {
  expect(reasonFor(question('drinks coffee'), { ...passage, header: '' }).text).toBe(
    'Found because it is named “drinks”.',
  )
})

test('without a word in common it says so', () => {
  expect(reasonFor(question('the hot beverage is'), passage).text).toBe(
    'Found because it is close in meaning; it uses other words than yours.',
  )
})

test('phrases and filters are said as what they are', () => {
  expect(reasonFor(question('green tea', { phrases: ['green tea'] }), passage).text).toBe(
    'Found because it says exactly “green tea”.',
  )
  expect(reasonFor(question('tea', { beginnings: ['ste'] }), passage).text).toBe(
    'Found because it says “tea” and has words that begin with “ste”.',
  )
  expect(
    reasonFor(
      question('', { filters: [say('filter.from', { values: 'anna' }), say('filter.type', { values: 'pdf' })] }),
      passage,
    ).text,
  ).toBe('Found because it is from anna and of type pdf.')
})

test('a long query is not repeated in full', () => {
  const words = 'alpha beta gamma delta epsilon zeta eta'
  expect(
    reasonFor(question(words), { header: '', pieces: [words], isClose: false, language: null, names: '' }).text,
  ).toBe('Found because it says “alpha”, “beta”, “gamma”, “delta” and “epsilon”.')
})
