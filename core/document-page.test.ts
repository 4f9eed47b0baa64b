import { expect, test } from 'vitest'
import { pageOf } from './document-page.ts'

const all = Array.from({ length: 1000 }, (_, at) => ({ id: 3 * at + 1 }))

test('pages together are the whole list, and each costs no more than itself', () => {
  let read = 0
  function* above(id: number): Generator<{ id: number }> {
    for (const one of all.slice(all.findIndex((each) => each.id > id))) {
      read++
      yield one
    }
  }
  const seen: number[] = []
  let after: string | undefined
  do {
    read = 0
    const { found, next } = pageOf(above, { after, limit: 70 })
    expect(read).toBeLessThanOrEqual(71)
    seen.push(...found.map(({ id }) => id))
    after = next ?? undefined
  } while (after !== undefined)
  expect(seen).toEqual(all.map(({ id }) => id))
})

test('a last page that is full has none behind it', () => {
  expect(pageOf(() => [{ id: 4 }, { id: 9 }], { limit: 2 }).next).toBeNull()
})

test('what was never handed out is refused', () => {
  expect(() => pageOf(() => [], { after: 'x', limit: 1 })).toThrow(/Expected the `next` of an earlier page/u)
})
