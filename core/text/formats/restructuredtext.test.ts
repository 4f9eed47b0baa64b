import { expect, test } from 'vitest'
import { restructuredTextStructure } from './restructuredtext.ts'

test('levels follow the order in which adornments appear, an overline making another style', () => {
  const text = '=====\nTitle\n=====\n\nOne\n===\n\ntext\n\nTwo\n---\n\nThree\n~~~~~\n\nAgain\n=====\n'
  const { title, headings } = restructuredTextStructure(text)
  expect(title).toBe('Title')
  expect(headings.map(({ level, text, start }) => `${level} ${text} @${start}`)).toEqual([
    '1 Title @0',
    `2 One @${text.indexOf('One')}`,
    `3 Two @${text.indexOf('Two')}`,
    `4 Three @${text.indexOf('Three')}`,
    `2 Again @${text.indexOf('Again')}`,
  ])
})

test('tables, transitions, literal blocks and paragraphs above a rule are no headings', () => {
  const text =
    'a\nb\n---\n\n----\n\n=====  =====\nA      B\n=====  =====\n\n::\n\n    Code\n    ----\n\nShort title\n-\n'
  expect(restructuredTextStructure(text)).toEqual({ title: '', headings: [] })
})

test('titles read as a person reads them', () => {
  const text =
    'The :class:`~list` of `links <http://x>`_ and ``code``\n======================================================\n'
  expect(restructuredTextStructure(text).title).toBe('The list of links and code')
})

test("a Python proposal's title is its header's", () => {
  expect(restructuredTextStructure('PEP: 8\nTitle: Style Guide\n  for Code\nAuthor: x\n\nIntro\n=====\n').title).toBe(
    'Style Guide for Code',
  )
})
