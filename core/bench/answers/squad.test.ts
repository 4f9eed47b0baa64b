import { expect, test } from 'vitest'
import { exactMatch, isAnswerIn, normalised, wordF1 } from './squad.ts'

test('articles, signs and case do not count', () => {
  expect(normalised('  The “Golden”  Gate, (an) A-1. ')).toBe('“golden” gate a1')
  expect(exactMatch('the Denver Broncos.', ['x', 'Denver Broncos'])).toBe(1)
  expect(exactMatch('Denver', ['Denver Broncos'])).toBe(0)
})

test('F1 counts words in common, each as often as it is there', () => {
  expect(wordF1('Denver Broncos', ['Denver Broncos'])).toBe(1)
  expect(wordF1('Denver', ['Denver Broncos'])).toBeCloseTo(2 / 3)
  expect(wordF1('Denver Denver', ['Denver Broncos'])).toBe(0.5)
  expect(wordF1('Boston', ['Denver Broncos', 'Boston Reds'])).toBeCloseTo(2 / 3)
  expect([wordF1('', ['Denver']), wordF1('x', []), wordF1('Berlin', ['Denver'])]).toEqual([0, 0, 0])
})

test('an answer is in a text as whole words', () => {
  expect(isAnswerIn('He won 12 games.', ['12'])).toBe(true)
  expect(isAnswerIn('He won 120 games.', ['12'])).toBe(false)
})
