import { expect, test } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { plainWords } from './plain-words.ts'

test.each([
  'Chapter:One, on:call, lang:klingon',
  'Keys that are lost OR stolen must be told of at once.',
  'He said: "never again", -x, type:pdf, begin* and (a OR b)~5.',
  'OR',
])('a text is asked for whole, whatever is a sign in a query: %s', (text) => {
  const { chips, required, excluded, documents, isByMeaning } = parseQuery(plainWords(text), new Date())
  expect({ chips, required, excluded, documents, isByMeaning }).toEqual({
    chips: [],
    required: [],
    excluded: [],
    documents: [],
    isByMeaning: true,
  })
})
