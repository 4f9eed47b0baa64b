import { describe, expect, test } from 'vitest'
import { markedIn, queryWords, wordsPattern } from './words.ts'

const marked = (query: string, text: string): string[] =>
  markedIn(text, wordsPattern(query)!).map(({ start, end }) => text.slice(start, end))

describe('words worth marking', () => {
  test('small words are left out unless there is nothing else', () => {
    expect(queryWords('how do I end the lease')).toEqual(['end', 'lease'])
    expect(queryWords('to be or not to be')).toEqual(['to', 'be', 'or', 'not'])
  })

  test('a query without a word marks nothing', () => {
    expect(wordsPattern('  ?! ')).toBeNull()
  })

  test('case is ignored and short endings belong to the word', () => {
    expect(marked('tenant notice', 'Tenants give NOTICE; a tenancy is not noticeable')).toEqual(['Tenants', 'NOTICE'])
  })

  test('the inside of another word is not marked', () => {
    expect(marked('end', 'The end is not in friend or ending')).toEqual(['end'])
  })

  test('characters with a meaning in regular expressions stand for themselves', () => {
    expect(marked('c++ (a|b) node.js [x] \\d $1.50^', 'C++ and nodeXjs, node.js, cc')).toEqual(['C++', 'node.js'])
    expect(marked('c#', 'C# is not C')).toEqual(['C#'])
    expect(marked('e-mail', 'An E-mail about mail')).toEqual(['E-mail'])
  })

  test('letters of every script are letters', () => {
    expect(marked('Zürich größe', 'Die Größe von ZÜRICH')).toEqual(['Größe', 'ZÜRICH'])
    expect(marked('письмо', 'Моё письмо дома')).toEqual(['письмо'])
    expect(marked('日記', '今日の日記を書く')).toEqual(['日記'])
  })

  test('letters beyond the first plane are letters', () => {
    expect(marked('word', '𝒜word word𝒜 word')).toEqual(['word𝒜', 'word'])
    expect(marked('wor', 'wor𝒜 wor')).toEqual(['wor'])
  })

  test('a word inside a longer one of the query is found where it stands alone', () => {
    expect(marked('node.js js', 'js and node.js and node.jsx')).toEqual(['js', 'node.js', 'node.jsx'])
  })

  test('a composed and a decomposed letter are the same', () => {
    expect(queryWords('cafe\u0301')).toEqual(['café'])
  })
})
