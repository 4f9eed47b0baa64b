import { describe, expect, test } from 'vitest'
import { foldText, matcherOf } from './matching.ts'
import type { Term } from './query/query.ts'

function says(text: string, term: Term, languages = ['en']): boolean {
  return matcherOf(term, languages)(foldText(text, languages))
}

const phrase = (text: string, within?: number): Term => ({
  kind: 'phrase',
  text,
  ...(within === undefined ? {} : { within }),
})

describe('a phrase', () => {
  test.each([
    ['annual budget', 'The Annual Budget of 2024'],
    ['annual budget', 'the **annual**\n  budget'],
    ['annual budget', '“annual budget”, they said'],
    ['naive cafe', 'a Naïve Café'],
    ["don't stop", 'Don’t stop'],
    ['c++', 'written in C++.'],
    ['os.path', 'see os.path for more'],
    ['well-known a/b', 'a well-known a/b test'],
    ['fruit:apple', 'tag fruit:apple here'],
    ['東京', '私は東京都に'],
    ['日本 語', '日本、語'],
    ['a (b) [c]', 'a b c'],
  ])('%s is in: %s', (text, found) => expect(says(found, phrase(text))).toBe(true))

  test.each([
    ['annual budget', 'budget, annual'],
    ['annual budget', 'annual state budget'],
    ['annual budget', 'annual budgets'],
    ['nual budget', 'annual budget'],
    ['c++', 'written in C'],
    ['os.path', 'os path'],
    ['cat', 'concatenate'],
    ['.*', 'anything'],
  ])('%s is not in: %s', (text, found) => expect(says(found, phrase(text))).toBe(false))
})

describe('words near each other', () => {
  test('count in any order with so many others between', () => {
    expect(says('the budget of last year was a draft', phrase('draft budget', 5))).toBe(true)
    expect(says('the budget of last year was a draft', phrase('draft budget', 4))).toBe(false)
    expect(says('draft, draft, draft: budget!', phrase('budget draft', 0))).toBe(true)
  })
})

describe('a beginning', () => {
  test('is that of a word as written, whatever its form', () => {
    expect(says('Optimisation pays', { kind: 'prefix', text: 'optimis' })).toBe(true)
    expect(says('suboptimal', { kind: 'prefix', text: 'optim' })).toBe(false)
    expect(says('大東京', { kind: 'prefix', text: '東京' })).toBe(true)
  })
})

describe('a word', () => {
  test('counts in its other forms', () => {
    expect(says('she was running home', { kind: 'word', text: 'runs' })).toBe(true)
    expect(says('a runner', { kind: 'word', text: 'runs' })).toBe(false)
    expect(says('call joinAll()', { kind: 'word', text: 'joinAll' })).toBe(true)
  })
})
