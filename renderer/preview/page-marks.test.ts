import { expect, test } from 'vitest'
import { passageBoxes, wordBoxes } from './page-marks.ts'

/** Words of a page, five to a line, each a tenth of it wide. */
function page(text: string) {
  return text.split(' ').map((word, i) => ({
    text: word,
    x: 0.1 + (i % 5) * 0.12,
    y: 0.1 + Math.floor(i / 5) * 0.05,
    width: 0.1,
    height: 0.02,
  }))
}

const words = page('The lease of the flat ends in the month of May, and not before that day.')

test('a passage is marked line by line, whatever its punctuation', () => {
  const boxes = passageBoxes(words, 'lease of the flat\nends in the month')
  expect(boxes.map(({ y }) => y)).toEqual([0.1, 0.15000000000000002])
  expect(boxes[0].x).toBeCloseTo(0.22)
  expect(boxes[1].width).toBeCloseTo(0.46)
})

test('a passage that goes on to the next page is marked to the end of this one', () => {
  expect(passageBoxes(words, 'and not before that day. On the next page it goes on')).toHaveLength(2)
})

test('a passage that begins as other lines do is marked where most of it is', () => {
  const rows = page('Paid in the spring of one. Paid in the spring of two. Paid in the spring of six and seven.')
  const boxes = passageBoxes(rows, 'Paid in the spring of six and seven')
  expect(boxes[0].y).toBeCloseTo(0.2)
  expect(boxes[0].x).toBeCloseTo(0.34)
})

test('what is not on the page is not marked', () => {
  expect(passageBoxes(words, 'something else that is said elsewhere')).toEqual([])
})

test('the words of the query are marked', () => {
  expect(wordBoxes(words, /\b(?:lease|may)\b/giu)).toHaveLength(2)
  expect(wordBoxes(words, null)).toEqual([])
})
