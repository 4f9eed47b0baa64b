import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeTree } from '../core/sources/test-tree.ts'
import { Ledger } from './ledger.ts'

test('requests are counted per host since the first start, across starts', async () => {
  await using tree = await makeTree({})
  const file = tree.at('deep/network.json')
  const first = new Ledger(file, () => {})
  const { sinceMs } = first.now
  first.refuse()
  first.send('models.example', 'engine')
  first.send('updates.example', 'updates')
  await first.close()
  const second = new Ledger(file, () => {})
  second.send('models.example', 'engine')
  expect(second.now).toMatchObject({
    sinceMs,
    refused: 1,
    sent: [
      { host: 'models.example', by: 'engine', requests: 2 },
      { host: 'updates.example', by: 'updates', requests: 1 },
    ],
  })
  await second.close()
})

test('a damaged ledger begins anew, and is reported', async () => {
  await using tree = await makeTree({})
  const file = tree.at('network.json')
  writeFileSync(file, '{')
  const reported: string[] = []
  const ledger = new Ledger(file, (event) => reported.push(event))
  expect([ledger.now.refused, ledger.now.sent, reported]).toEqual([0, [], ['ledger.damaged']])
})
