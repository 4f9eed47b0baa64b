import { expect, test } from 'vitest'
import { meaningfulWords, reasonFor } from './reason.ts'

test('words that say nothing are left out, each other word counts once', () => {
  expect(meaningfulWords('How do I brew the Tea, and what tea is it? Crème brûlée 2')).toEqual([
    'brew',
    'tea',
    'crème',
    'brûlée',
    '2',
  ])
})

test('the reason names the words of the query in the text and in its headings', () => {
  const passage = { header: 'Drinks > Brewing', text: 'Green tea is steamed.' }
  expect(reasonFor('brewing green tea', passage)).toBe(
    'Close in meaning, and it says “green” and “tea” and stands under “brewing”.',
  )
  expect(reasonFor('tea', passage)).toBe('Close in meaning, and it says “tea”.')
  expect(reasonFor('brewing', passage)).toBe('Close in meaning, and it stands under “brewing”.')
})

test('without a word in common it says so', () => {
  expect(reasonFor('hot beverage', { header: '', text: 'Green tea is steamed.' })).toBe(
    'Close in meaning; it uses other words than yours.',
  )
})

test('a long query is not repeated in full', () => {
  const words = 'alpha beta gamma delta epsilon zeta eta'
  expect(reasonFor(words, { header: '', text: words })).toBe(
    'Close in meaning, and it says “alpha”, “beta”, “gamma”, “delta” and “epsilon”.',
  )
})
