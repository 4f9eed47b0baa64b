import { expect, test } from 'vitest'
import { plain } from '../testing/fake-api.ts'
import { isOfFiltersAlone, markedWords, queryWithout } from './marked-words.ts'

const query = 'lease from:anna -pets "old wood"'
const chips = [
  { kind: 'filter', start: 6, end: 15, label: 'from anna', said: plain('from anna') },
  { kind: 'excluded', start: 16, end: 21, label: 'not pets', said: plain('not pets') },
  { kind: 'phrase', start: 22, end: 32, label: 'old wood', said: plain('old wood') },
] as const

test('filters and excluded words are not marked in the passages', () => {
  const marked = Array.from(
    'Anna has pets, a lease and old wood from there'.matchAll(markedWords({ query, chips, notesSaid: [] })!),
  )
  expect(marked.map(([word]) => word)).toEqual(['lease', 'old', 'wood'])
})

test('what was looked for in place of a slip is marked, and no number of words between', () => {
  const notesSaid = [{ code: 'note.slip', params: { typed: 'heorn', meant: 'heron' }, text: '' }]
  expect(markedWords({ query: 'heorn', chips: [], notesSaid })?.source).toBe('heorn|heron')
  const near = '"old wood"~12'
  const phrase = { kind: 'phrase' as const, start: 0, end: near.length, label: '', said: plain('') }
  expect(markedWords({ query: near, chips: [phrase], notesSaid: [] })?.source).toBe('wood|old')
})

test('a part of a query is taken out with its blanks', () => {
  expect(queryWithout(query, chips[0])).toBe('lease -pets "old wood"')
  expect(queryWithout(query, chips[2])).toBe('lease from:anna -pets')
})
test('filters alone are known from filters beside words', () => {
  const chip = { kind: 'filter' as const, start: 0, end: 7, label: 'Markdown', said: plain('Markdown') }
  expect(isOfFiltersAlone({ query: 'type:md', chips: [chip] })).toBe(true)
  expect(isOfFiltersAlone({ query: 'type:md bread', chips: [chip] })).toBe(false)
  expect(isOfFiltersAlone({ query: 'bread', chips: [] })).toBe(false)
  expect(isOfFiltersAlone({ query: '"bread"', chips: [{ ...chip, kind: 'phrase' as const }] })).toBe(false)
})
