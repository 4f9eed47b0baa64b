import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { AsciiWords } from './ascii-words.ts'

const words = ['the', 'of', 'a', 's-a', 'com', 'de', 'x', 'i']

test('the words of a text are those of the pattern', () => {
  const found = new AsciiWords(words)
  const random = randomNumbers(11)
  const pieces = [
    ...words,
    'words',
    'The',
    'S-A',
    'X',
    ' ',
    ' ',
    '-',
    '-a',
    '.',
    '/',
    '@',
    '_',
    '7',
    '\n',
    '-a.',
    '-a_',
  ]
  for (let i = 0; i < 3000; i++) {
    const text = Array.from(
      { length: Math.floor(random() * 14) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join('')
    const expected: readonly string[] = text.toLowerCase().match(/(?<![./@a-z])[a-z]+(?:-[a-z]\b)?/g) ?? []
    const taken: string[] = []
    const counted = found.each(Buffer.from(text), (number) => taken.push(words[number]))
    const letters = text.match(/[a-z]/gi)?.length ?? 0
    expect([text, counted]).toEqual([text, { words: expected.length, letters }])
    expect([text, taken]).toEqual([text, expected.filter((word) => words.includes(word))])
  }
})
