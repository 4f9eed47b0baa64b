import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeLibrary, type TestLibrary } from '../test/library-fixture.ts'
import { extractAnswer, type Extract } from './extract.ts'
import { spansFor } from './spans.ts'
import { createTermsOf } from './terms.ts'

const termsOf = createTermsOf()

let made: TestLibrary

beforeAll(async () => {
  made = await makeLibrary({})
})
afterAll(() => made[Symbol.asyncDispose]())

const letter = `The lease of the flat in Marlow Street was signed by Helen Varga on 3 March 2019. It ends on 30 June 2027.
The rent is $1,250 a month, of which 12 percent pays for heating. The flat has four rooms and a balcony.
The heating failed twice because the boiler was older than the house. The repair took 9 days.
The notice period is three months to the end of a quarter. In 2021 the windows were replaced by Marten Glass on 14 May 2021.`

const garden = `Roses want sun. Compost is turned every few weeks. The shed stands behind the greenhouse near Elm Lane.`

function extract(question: string): Promise<Extract> {
  const sources = [
    { number: 1, text: garden },
    { number: 2, text: letter },
  ]
  return extractAnswer(question, sources, (texts) => made.library.embed(texts))
}

describe('the few words that answer', () => {
  test.each([
    ['When does the lease end?', /30 June 2027|3 March 2019/u],
    ['When was the lease signed?', /^3 March 2019$/u],
    ['Who signed the lease of the flat?', /^Helen Varga$/u],
    ['How much does the rent cost?', /^\$1,250$/u],
    ['What percentage of the rent pays for heating?', /^12 percent$/u],
    ['How many rooms does the flat have?', /^four$/u],
    ['How long did the repair take?', /^9 days$/u],
    ['How many days did the repair take?', /^9$/u],
    ['How long is the notice period?', /^three months$/u],
    ['How many months is the notice period?', /^three$/u],
    ['In what year was the lease signed?', /^2019$/u],
    ['Which street is the flat in?', /^Marlow Street$/u],
    ['Which company replaced the windows?', /^Marten Glass$/u],
    ['Why did the heating fail?', /^boiler was older than the house$/u],
    ['Where does the shed stand?', /^Elm Lane$/u],
  ])('%s', async (question, short) => {
    expect((await extract(question)).short).toMatch(short)
  })
})

test('the sentences come from the source that says it, best first', async () => {
  const { sentences } = await extract('Who signed the lease?')
  expect(sentences[0]).toEqual({
    text: 'The lease of the flat in Marlow Street was signed by Helen Varga on 3 March 2019.',
    source: 2,
  })
  expect(sentences.length).toBeLessThanOrEqual(3)
})

test('a question that nothing has to do with gets no answer', async () => {
  expect(await extract('zyxwvut qwrtzp?')).toMatchObject({ sentences: [], short: null })
  expect(await extractAnswer('What?', [], (texts) => made.library.embed(texts))).toMatchObject({
    sentences: [],
    short: null,
  })
})

test('the words of the question are no answer to it', () => {
  const sentence = 'Marlow Street lies in Dover.'
  const asked = new Set(['marlow', 'street'])
  const spans = spansFor({ wanted: 'place', unit: null, asked, termsOf }, sentence).map(({ start, end }) =>
    sentence.slice(start, end),
  )
  expect(spans).toEqual(['Dover'])
})

test('a year, a range, a century and a clock time are times', () => {
  const sentence = 'From 1914–18, in the 12th century, in May 2020, at 10:30 and in 44 BC.'
  const spans = spansFor({ wanted: 'time', unit: null, asked: new Set(), termsOf }, sentence).map(({ start, end }) =>
    sentence.slice(start, end),
  )
  expect(spans).toEqual(expect.arrayContaining(['1914–18', '12th century', 'May 2020', '10:30', '44 BC']))
})

test('a question what something is gets the sentence that says so first', async () => {
  const text = 'When you know the lease, you know your duties. A lease is a contract for the use of a flat.'
  const { sentences } = await extractAnswer('What is a lease?', [{ number: 1, text }], (texts) =>
    made.library.embed(texts),
  )
  expect(sentences[0].text).toBe('A lease is a contract for the use of a flat.')
})
