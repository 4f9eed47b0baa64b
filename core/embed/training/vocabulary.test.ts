import { expect, test } from 'vitest'
import { learnVocabulary } from './vocabulary.ts'

const size = { words: 2, referenceWords: 2, parts: 0, scriptParts: 0 }

test('a share of the words is of the reference works, whatever the documents are about', () => {
  const reference = new Map([
    ['mail', 9],
    ['caspase', 3],
    ['kinase', 4],
    ['apoptosis', 2],
    ['h2o', 8],
    ['lysosome', 1],
  ])
  const all = new Map([...reference, ['folder', 60], ['mail', 50], ['index', 40]])
  const words = learnVocabulary({ all, reference }, size).pieces.filter((piece) => /^[a-z\d]{2,}$/.test(piece))
  // "index" is beyond the documents' two; "mail" takes no second place; numbers and what one entry names alone are left to their parts.
  expect(words).toEqual(['folder', 'mail', 'kinase', 'caspase'])
})
