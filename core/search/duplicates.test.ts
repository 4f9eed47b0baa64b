import { describe, expect, test } from 'vitest'
import { subjects } from '../test/library-fixture.ts'
import { distinct } from './duplicates.ts'
import type { Ordered } from './order.ts'

/** A passage of document `id`; only its text and its document are looked at. */
function passage(id: number, text: string): Ordered {
  return { passage: { text, document: { id } }, cosine: 0, words: 0, score: 0 } as unknown as Ordered
}

function shown(passages: readonly Ordered[], count = 10): [number, ...number[]][] {
  return distinct(passages, count).map(({ passage: { document }, copies }) => [
    document.id,
    ...copies.map((copy) => copy.document.id),
  ])
}

describe('passages that repeat others', () => {
  test('are with the first of them, word for word or nearly', () => {
    const { tea, volcano } = subjects
    const quoted = `> ${tea.replaceAll('. ', '.\n> ')}`
    expect(
      shown([
        passage(1, tea),
        passage(2, volcano),
        passage(3, tea.toUpperCase()),
        passage(4, quoted),
        passage(5, tea.replace('three small cups', 'four small cups')),
        passage(6, `${tea} ${volcano}`),
      ]),
    ).toEqual([[1, 3, 4, 5], [2], [6]])
  })

  test('are told once for each document, and not at all for its own', () => {
    const { tea } = subjects
    expect(shown([passage(1, tea), passage(1, `${tea} `), passage(2, tea), passage(2, tea)])).toEqual([[1, 2]])
  })

  test('do not fill the page: those after them do', () => {
    const list = [passage(1, 'one'), passage(2, 'one'), passage(3, 'two'), passage(4, 'three')]
    expect(shown(list, 2)).toEqual([[1, 2], [3]])
  })

  test('are the same in any script, and short ones only where they are equal', () => {
    expect(shown([passage(1, '東京は晴れ'), passage(2, '東京は晴れ'), passage(3, '東京は雨')])).toEqual([[1, 2], [3]])
    expect(shown([passage(1, 'a b c d e'), passage(2, 'a b c d f')])).toEqual([[1], [2]])
  })
})
