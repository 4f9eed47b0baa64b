import { describe, expect, test } from 'vitest'
import { distinct } from './duplicates.ts'
import type { Ordered } from './order.ts'

/** A passage of document `id`, far enough for `distinct`. */
function found(id: number, text: string): Ordered {
  const passage = { document: { id }, text }
  return { passage, cosine: 1, words: 1, score: 100 - id } as unknown as Ordered
}

const texts = Array.from(
  { length: 60 },
  (_, i) => `Number ${i} says that ${i * 7} birds flew over ${i * 13} houses at noon`,
)

function idsOf(ordered: readonly Ordered[], count: number): number[][] {
  return distinct(ordered, count).map(({ passage, copies }) => [
    passage.document.id,
    ...copies.map((copy) => copy.document.id),
  ])
}

describe('distinct passages', () => {
  test('are the first ones, with what repeats them word for word', () => {
    expect(idsOf([found(1, texts[0]), found(2, texts[1]), found(3, texts[0]), found(4, texts[2])], 2)).toEqual([
      [1, 3],
      [2],
    ])
  })

  test('are as many as asked for, however often others repeat one', () => {
    const ordered = [
      ...Array.from({ length: 40 }, (_, i) => found(i, texts[0])),
      found(50, texts[1]),
      found(51, texts[2]),
    ]
    expect(idsOf(ordered, 2).map(([id]) => id)).toEqual([0, 50])
  })

  test('have the copies that stand close behind the last of them', () => {
    const ordered = texts.map((text, i) => found(i, text))
    const near = [...ordered.slice(0, 15), found(90, texts[3]), ...ordered.slice(15)]
    expect(idsOf(near, 10)[3]).toEqual([3, 90])
    expect(idsOf([...ordered, found(90, texts[3])], 10)[3]).toEqual([3])
  })
})
