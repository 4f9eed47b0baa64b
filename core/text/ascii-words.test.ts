import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { AsciiWords } from './ascii-words.ts'

const words = ['the', 'of', 'a', 's-a', 'com', 'de', 'x', 'i']

test('the words of a text are those of the pattern', () => {
  const found = new AsciiWords(words)
  const random = randomNumbers(11)
  const pieces = [...words, 'words', ' ', ' ', '-', '-a', '.', '/', '@', '_', '7', '\n', '-a.', '-a_']
  for (let i = 0; i < 3000; i++) {
    const text = Array.from(
      { length: Math.floor(random() * 14) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join('')
    const expected: readonly string[] = text.match(/(?<![./@a-z])[a-z]+(?:-[a-z]\b)?/g) ?? []
    const taken: string[] = []
    expect([text, found.each(text, (number) => taken.push(words[number]))]).toEqual([text, expected.length])
    expect([text, taken]).toEqual([text, expected.filter((word) => words.includes(word))])
  }
})
