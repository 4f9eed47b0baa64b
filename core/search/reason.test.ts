import { say } from '../sayings/say.ts'
import { expect, test } from 'vitest'
import { queryWords } from './query-words.ts'
import { reasonFor, type Question } from './reason.ts'
import { sentencesOf } from './sentences.ts'
import { formsOf, passageTerms } from './term-hashes.ts'

function question(text: string, more: Partial<Question> = {}): Question {
  const words = queryWords(text, ['en'])
  const { slips = [] } = more
  return { words, slips, forms: formsOf([...words, ...slips]), filters: [], ...more }
}

function saying(text: string) {
  return { text, terms: passageTerms(text, sentencesOf(text), { language: null, isCode: false }) }
}

const passage = {
  ...saying('Green tea is steamed.'),
  header: 'Drinks > Brewing',
  isClose: false,
  language: null,
  names: 'drinks.md',
  exact: [],
}

test('the reason names the words of the query, as typed, that the text and its headings have in any form', () => {
  expect(reasonFor(question('How do I brew Green teas?'), passage).text).toBe(
    'Found because it says “Green” and “teas” and stands under “brew”.',
  )
  expect(reasonFor(question('tea'), { ...passage, isClose: true }).text).toBe(
    'Found because it says “tea”, and is close in meaning.',
  )
  expect(reasonFor(question('brewing'), passage).text).toBe('Found because it stands under “brewing”.')
})

test('a document can be found by its name alone', () => {
  expect(reasonFor(question('drinks coffee'), { ...passage, header: '' }).text).toBe(
    'Found because it is named “drinks”.',
  )
})

test('without a word in common it says so', () => {
  const asked = question('the hot beverage is')
  expect(reasonFor(asked, { ...passage, isClose: true }).text).toBe(
    'Found because it is close in meaning; it uses other words than yours.',
  )
  expect(reasonFor(asked, passage).text).toContain('though not near')
})

test('words that say nothing are named where there are no others', () => {
  expect(reasonFor(question('is is'), passage).text).toBe('Found because it says “is”.')
})

test('phrases and filters are said as what they are', () => {
  const phrase = { kind: 'phrase', text: 'green tea' } as const
  expect(reasonFor(question('green tea'), { ...passage, exact: [phrase] }).text).toBe(
    'Found because it says exactly “green tea”.',
  )
  expect(reasonFor(question('green tea steamed'), { ...passage, exact: [phrase] }).text).toBe(
    'Found because it says exactly “green tea” and says “steamed”.',
  )
  expect(reasonFor(question('tea'), { ...passage, exact: [{ kind: 'prefix', text: 'ste' }] }).text).toBe(
    'Found because it says “tea” and has words that begin with “ste”.',
  )
  expect(
    reasonFor(
      question('', { filters: [say('filter.from', { values: 'anna' }), say('filter.type', { values: 'pdf' })] }),
      passage,
    ).text,
  ).toBe('Found because it is sent by anna and of type pdf.')
})

test('words that may have others between them are said to be near each other', () => {
  const near = { kind: 'phrase', text: 'steamed tea', within: 8 } as const
  expect(reasonFor(question('steamed tea'), { ...passage, exact: [near] }).text).toBe(
    'Found because it says “steamed” and “tea” near each other.',
  )
})

test('where a slip was looked for as another word, the word of the text is named', () => {
  const slips = [{ typed: 'steemed', terms: ['steam'] }]
  expect(reasonFor(question('steemed', { slips }), passage).text).toBe('Found because it says “steamed”.')
  expect(reasonFor(question('brweing', { slips: [{ typed: 'brweing', terms: ['brew'] }] }), passage).text).toBe(
    'Found because it stands under “brewing”.',
  )
})

test('of a name of several words, those are named that the text has', () => {
  expect(reasonFor(question('drinks/green.html'), { ...passage, header: '', names: '' }).text).toBe(
    'Found because it says “green”.',
  )
  expect(reasonFor(question('green.tea'), passage).text).toBe('Found because it says “green” and “tea”.')
  const whole = { ...passage, ...saying('Open green.tea now.') }
  expect(reasonFor(question('green.tea'), whole).text).toBe('Found because it says “green.tea”.')
})

test('of a slip the word inside a name is said', () => {
  const slips = [{ typed: 'pyhton', terms: ['python'] }]
  const named = { ...passage, ...saying('Call pythonSetItem of the Python API.') }
  expect(reasonFor(question('pyhton', { slips }), named).text).toBe('Found because it says “python”.')
})

test('of an identifier and of a run of ideographs, what the text has of it', () => {
  const saysOf = (query: string, text: string): string =>
    reasonFor(question(query), { ...passage, ...saying(text), header: '', names: '' }).text
  expect(saysOf('testPDF_acroForm', 'See testPDF_bookmarks for it.')).toBe(
    'Found because it says “testPDF”, “test” and “pdf”.',
  )
  expect(saysOf('a-z]+(foo|bar)', 'print foo_2')).toBe('Found because it says “foo”.')
  expect(saysOf('哈佛大学', '芝加哥大学的建筑')).toBe('Found because it says “大学”.')
  expect(saysOf('哈佛大学', '他在哈佛大学')).toBe('Found because it says “哈佛大学”.')
})

test('a word in a form of another language than the text is named as the text has it', () => {
  const words = [{ typed: 'maclin', terms: ['maclin', 'macl'] }]
  const asked = question('maclin', { words, forms: formsOf(words) })
  const saysOf = (text: string): string => reasonFor(asked, { ...passage, ...saying(text), header: '', names: '' }).text
  expect(saysOf('macl = 0')).toBe('Found because it says “macl”.')
  expect(saysOf('Dear Maclin')).toBe('Found because it says “maclin”.')
})

test('of a run of ideographs the longest runs are named, and a name only where it stands whole', () => {
  const saysOf = (query: string, text: string): string =>
    reasonFor(question(query), { ...passage, ...saying(text), header: '', names: '' }).text
  expect(saysOf('ルビの配置方法', 'ルビの大きさと配置')).toBe('Found because it says “ルビの” and “配置”.')
  expect(saysOf('new-r', 'R has a new logo')).toBe('Found because it says “new” and “r”.')
})

test('common words of the language of the query are not named', () => {
  const german = { ...passage, ...saying('Wie alt war er, als Martin Luther starb?'), header: '' }
  expect(reasonFor(question('Wie alt war Martin Luther, als er starb'), german).text).toBe(
    'Found because it says “alt”, “Martin”, “Luther” and “starb”.',
  )
  const english = { ...passage, ...saying('The Civil War was long.'), header: '' }
  expect(reasonFor(question('what caused the Civil War'), english).text).toBe(
    'Found because it says “Civil” and “War”.',
  )
})

test('a long query is not repeated in full', () => {
  const words = 'alpha beta gamma delta epsilon zeta eta'
  expect(reasonFor(question(words), { ...passage, header: '', ...saying(words), names: '' }).text).toBe(
    'Found because it says “alpha”, “beta”, “gamma”, “delta” and “epsilon”.',
  )
})
