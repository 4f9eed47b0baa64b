import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('whoever is in the foreground goes before the background, each kind in order', async () => {
  const turns = new Turns()
  const order: string[] = []
  const first = await turns.take(true)
  const waiting = [
    ['background 1', true],
    ['query 1', false],
    ['background 2', true],
    ['query 2', false],
  ] as const
  const all = waiting.map(async ([name, isBackground]) => {
    const done = await turns.take(isBackground)
    order.push(name)
    done()
    done()
  })
  expect(order).toEqual([])
  first()
  await Promise.all(all)
  expect(order).toEqual(['query 1', 'query 2', 'background 1', 'background 2'])
})

test('only one at a time has the turn', async () => {
  const turns = new Turns()
  let inside = 0
  const work = async (): Promise<void> => {
    const done = await turns.take(false)
    inside++
    await Promise.resolve()
    expect(inside).toBe(1)
    inside--
    done()
  }
  await Promise.all(Array.from({ length: 50 }, work))
})

test('a turn that is reserved for the foreground waits for it', async () => {
  const turns = new Turns(2, 1)
  const order: string[] = []
  const first = await turns.take(true)
  const second = turns.take(true).then((done) => {
    order.push('background')
    return done
  })
  const query = await turns.take(false)
  order.push('query')
  query()
  await Promise.resolve()
  expect(order).toEqual(['query'])
  first()
  ;(await second)()
  expect(order).toEqual(['query', 'background'])
})
