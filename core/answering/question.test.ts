import { expect, test } from 'vitest'
import { definitionOf, kindNoun, plainQuestion, searchText, subjectTerms, timeUnitOf, wantedBy } from './question.ts'

test.each([
  ['When does the lease end?', 'time'],
  ['In what year was the bridge built?', 'time'],
  ['What percentage of the staff voted?', 'share'],
  ['How much did the repair cost?', 'money'],
  ['How many rooms are there?', 'number'],
  ['How long is the river?', 'number'],
  ['Who signed the contract?', 'person'],
  ['Which author wrote it?', 'person'],
  ['Where is the key?', 'place'],
  ['What city hosts the office?', 'place'],
  ['What is the name of the dog?', 'name'],
  ['Which company delivered it?', 'name'],
  ['Why was the meeting cancelled?', 'reason'],
  ['What is tea made of?', 'something'],
  ['Wann endet der Vertrag?', 'something'],
] as const)('%s asks for: %s', (question, wanted) => {
  expect(wantedBy(question)).toBe(wanted)
})

test('what a question is about leaves out the words that ask', () => {
  expect(subjectTerms('When does the lease end?')).toEqual(['leas', 'end'])
  expect(subjectTerms('Who is it?').length).toBeGreaterThan(0)
})

test.each([
  ['And who signed it?', ['When does the lease end?'], 'When does the lease end? And who signed it?'],
  ['How about the garage?', ['When does the lease end?'], 'When does the lease end? How about the garage?'],
  ['Why?', ['When does the lease end?'], 'When does the lease end? Why?'],
  ['What do penguins eat in winter?', ['When does the lease end?'], 'What do penguins eat in winter?'],
  ['And who signed it?', [], 'And who signed it?'],
])('%s after %j is searched as: %s', (question, earlier, text) => {
  expect(searchText(question, earlier)).toBe(text)
})

test.each([
  ['Who wrote "Faust"?', 'Who wrote Faust ?'],
  ['Which is better: tea or coffee?', 'Which is better: tea or coffee?'],
  ['non-blocking -really? from:anna', 'non-blocking really? from anna'],
])('%s as plain words: %s', (question, plain) => {
  expect(plainQuestion(question)).toBe(plain)
})

test('a question what something is knows the sentence that says it', () => {
  const definition = definitionOf('What is ownership?')
  expect(definition?.test('_Ownership_ is a set of rules.')).toBe(true)
  expect(definition?.test('When you understand ownership, all is well.')).toBe(false)
  expect(definitionOf('Who was Helen Varga?')?.test('Helen Varga was a tenant.')).toBe(true)
  expect(definitionOf('When does the lease end?')).toBe(null)
})

test.each([
  ['How many large rooms are there?', 'large', null],
  ['Which river flows through Basel?', 'river', null],
  ['What types of wood are used?', 'wood', null],
  ['In what year was it built?', 'year', 'year'],
  ['When was it built?', null, null],
])('%s counts or names: %s', (question, noun, unit) => {
  expect([kindNoun(question), timeUnitOf(question)]).toEqual([noun, unit])
})
