import { expect, test } from 'vitest'
import { parseQuery } from '../core/search/query/parse-query.ts'
import { wordsOf } from './file-words.ts'

test.each([
  'Keys that are lost OR stolen must be told of at once.',
  'He said: "never again", -x, type:pdf, begin* and (a OR b)~5.',
  'OR',
])('a text is compared whole, whatever is a sign in a query: %s', (text) => {
  const { chips, required, excluded, documents, isByMeaning } = parseQuery(wordsOf(text), new Date())
  expect({ chips, required, excluded, documents, isByMeaning }).toEqual({
    chips: [],
    required: [],
    excluded: [],
    documents: [],
    isByMeaning: true,
  })
})
