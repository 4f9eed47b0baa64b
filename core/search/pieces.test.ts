import { expect, test } from 'vitest'
import { analyse } from '../keywords/analyse.ts'
import { randomNumbers } from '../random.ts'
import { inPieces } from './pieces.ts'
import { sentencesOf } from './sentences.ts'

test('a text without mark-up is its sentences', () => {
  const text = '  Tea is\n  hot. It cools!\n\nIs it hot?\n'
  expect(sentencesOf(text)).toEqual(['Tea is hot.', 'It cools!', 'Is it hot?'])
  expect(inPieces(text, sentencesOf(text))).toEqual([0, 1, 2])
})

test('what mark-up was taken out of, what it leaves out, and what nothing parts stays with what is between', () => {
  const text = '# Brewing\n\nGreen **tea**. It cools. Tea.It cools.'
  expect(inPieces(text, sentencesOf(text))).toEqual(['# Brewing\n\nGreen **tea**. ', 1, 2])
  expect(inPieces('茶很热。水很冷。', ['茶很热。', '水很冷。'])).toEqual(['茶很热。水很冷。'])
  expect(inPieces('steamed tea', ['team'])).toEqual(['steamed tea'])
  expect(inPieces('', [])).toEqual([])
})

test('pieces have the terms of their text, whatever is in it', () => {
  const parts = [
    'Tea',
    'tea.',
    'os.path',
    'C++',
    'C#',
    "don't",
    'U.S.A.',
    '東京都。',
    'It',
    'naïve',
    '**bold**',
    '`a`b',
    '.',
  ]
  const marks = ['# ', '> ', '- ', '<b>', '</b>', '[a](b.c)', '/** ', ' */', '\u00a0', '\u200b', '\ufeff', '😀']
  const gaps = [' ', ' ', ' ', '\n', '\n\n', '\t ', '']
  const random = randomNumbers(3)
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)]
  let reused = 0
  for (let i = 0; i < 500; i++) {
    const text = Array.from({ length: 30 }, () => `${one(random() < 0.2 ? marks : parts)}${one(gaps)}`).join('')
    const sentences = sentencesOf(text)
    const pieces = inPieces(text, sentences)
    reused += pieces.filter((piece) => typeof piece === 'number').length
    const texts = pieces.map((piece) => (typeof piece === 'number' ? sentences[piece] : piece))
    expect({ text, terms: [...new Set(texts.flatMap((one) => analyse(one)))].toSorted() }).toEqual({
      text,
      terms: [...new Set(analyse(text))].toSorted(),
    })
  }
  expect(reused).toBeGreaterThan(500)
})
