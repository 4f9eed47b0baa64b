import { expect, test } from 'vitest'
import { trustIn } from './trust.ts'

const german = 'Wie viele Einwohner hat die Stadt und wann wurde sie das erste Mal erobert?'

test('a model of English is trusted with English, half with other languages in its letters, not at all with other letters', () => {
  expect(trustIn('how is heat carried through a wall', ['en'])).toBe(1)
  expect(trustIn('heat', [])).toBe(1)
  expect(trustIn(german, ['en'])).toBe(0.5)
  expect(trustIn('熱 передача', ['en'])).toBe(0)
})

test('a model of several languages is trusted with each of them', () => {
  expect(trustIn(german, ['en', 'de'])).toBe(1)
  expect(trustIn(german, ['en', 'fr'])).toBe(0.5)
  expect(trustIn('передача', ['en', 'ru'])).toBe(1)
  expect(trustIn('熱 передача', ['mul'])).toBe(1)
})
