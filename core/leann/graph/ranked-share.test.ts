import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { RankedShare } from './ranked-share.ts'

test('hands out what is among the best share of all that was added, each once', () => {
  for (const share of [0.05, 0.3, 1]) {
    const random = randomNumbers(7)
    const queue = new RankedShare(share, 2000)
    const added: { id: number; score: number }[] = []
    const taken = new Set<number>()
    for (let round = 0; round < 100; round++) {
      for (let i = 0; i < 20; i++) {
        const score = Math.fround(random())
        queue.add(added.length, score)
        added.push({ id: added.length, score })
      }
      const out: number[] = []
      queue.take(out)
      const best = added.toSorted((a, b) => b.score - a.score).slice(0, Math.ceil(share * added.length))
      expect(out.toSorted((a, b) => a - b)).toEqual(
        best
          .map(({ id }) => id)
          .filter((id) => !taken.has(id))
          .toSorted((a, b) => a - b),
      )
      for (const id of out) taken.add(id)
    }
  }
})

test('brings back a node that was passed over once the queue has grown', () => {
  const queue = new RankedShare(0.5, 4)
  const out: number[] = []
  queue.add(0, 0.9)
  queue.add(1, 0.5)
  queue.take(out)
  expect(out).toEqual([0])
  queue.add(2, 0.1)
  queue.add(3, 0.2)
  queue.take(out)
  expect(out).toEqual([0, 1])
})
