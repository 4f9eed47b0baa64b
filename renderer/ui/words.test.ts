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

  test('accents make no difference, either way', () => {
    expect(marked('kundigung', 'Die Kündigung')).toEqual(['Kündigung'])
    expect(marked('Kündigung', 'the word kundigung, ohne Vorkündigung')).toEqual(['kundigung'])
    expect(marked('الايجار', 'عقد الإيجار')).toEqual(['الإيجار'])
  })

  test('of Arabic are marked with what is written in front of them, or without it', () => {
    expect(marked('سمك', 'أكلنا السمك والسمك وسمك بالسمك للسمك لسمك')).toEqual([
      'السمك',
      'والسمك',
      'وسمك',
      'بالسمك',
      'للسمك',
      'لسمك',
    ])
    expect(marked('السمك', 'سمك طازج')).toEqual(['سمك'])
    expect(marked('سمك', 'مسمك')).toEqual([])
  })

  test('of English are found in the singular too', () => {
    expect(marked('heaters', 'a heater, heaters, heat')).toEqual(['heater', 'heaters'])
    expect(marked('batteries planting', 'A battery and the plants')).toEqual(['battery', 'plants'])
    expect(marked('business status', 'busines statu')).toEqual([])
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
