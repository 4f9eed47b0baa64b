import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeLibrary, subjects, type TestLibrary } from '../test/library-fixture.ts'
import { checkCitations, citedSentences } from './citations.ts'

let made: TestLibrary

beforeAll(async () => {
  made = await makeLibrary({})
})
afterAll(() => made[Symbol.asyncDispose]())

const sources = [
  { number: 1, text: subjects.tea },
  { number: 2, text: subjects.volcano },
]

async function supportOf(answer: string): Promise<string[]> {
  const checked = await checkCitations(answer, sources, (texts) => made.library.embed(texts))
  return checked.map(({ support }) => support)
}

describe('a sentence is checked against what it names', () => {
  test.each([
    ['Green tea is brewed with water below boiling [1].', 'supported'],
    ['The leaves of green tea are steamed after picking. [1]', 'supported'],
    ['Ash may travel a thousand kilometres [1][2].', 'supported'],
    ['Green tea is brewed with water below boiling [2].', 'weak'],
    ['The bank sells the property [1].', 'weak'],
    ['A pot of green tea serves 17 small cups [1].', 'weak'],
    ['Green tea is brewed with water below boiling [7].', 'unknown'],
    ['Green tea is brewed with water below boiling.', 'uncited'],
  ])('%s %s', async (answer, support) => {
    expect(await supportOf(answer)).toEqual([support])
  })

  test('each on its own', async () => {
    const answer =
      'Green tea is steamed after picking [1]. It cures every illness of the heart and lungs [1]. I hope this helps!'
    expect(await supportOf(answer)).toEqual(['supported', 'weak', 'uncited'])
  })
})

test.each([
  [
    'One [1]. Two [2].',
    [
      ['One.', [1]],
      ['Two.', [2]],
    ],
  ],
  [
    'One. [1] Two. [2]',
    [
      ['One.', [1]],
      ['Two.', [2]],
    ],
  ],
  ['One [1][2, 3].', [['One.', [1, 2, 3]]]],
  [
    '- One [1]\n- Two [2]',
    [
      ['One', [1]],
      ['Two', [2]],
    ],
  ],
  ['Dr. A. Smith wrote it [1].', [['Dr. A. Smith wrote it.', [1]]]],
  [
    'お茶は飲み物です[1]。火山[2]。',
    [
      ['お茶は飲み物です。', [1]],
      ['火山。', [2]],
    ],
  ],
  ['', []],
  ['[1]', []],
])('%j is told apart into sentences', (answer, expected) => {
  expect(citedSentences(answer).map(({ text, cited }) => [text, cited])).toEqual(expected)
})
