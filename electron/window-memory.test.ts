import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeTree } from '../core/sources/test-tree.ts'
import { WindowMemory } from './window-memory.ts'

test('a place is remembered for its own display, and forgotten when it is the usual one again', async () => {
  await using tree = await makeTree({})
  const file = tree.at('deep/window.json')
  const memory = new WindowMemory(file, () => {})
  await memory.keep('1', { middle: 300, top: 40 })
  await memory.keep('2', { middle: 900, top: 80 })
  const next = new WindowMemory(file, () => {})
  expect([next.spotOn('1'), next.spotOn('3')]).toEqual([{ middle: 300, top: 40 }, null])
  await next.keep('1', null)
  expect(new WindowMemory(file, () => {}).spotOn('1')).toBeNull()
})

test('a damaged file counts as none and is reported', async () => {
  await using tree = await makeTree({})
  const file = tree.at('window.json')
  writeFileSync(file, '{"spots":{"1":{"middle":"left"}}}')
  const reported: string[] = []
  expect(new WindowMemory(file, (event) => reported.push(event)).spotOn('1')).toBeNull()
  expect(reported).toEqual(['window.damaged'])
})
