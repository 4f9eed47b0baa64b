import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../core/sources/test-tree.ts'
import type { LockState } from './contract.ts'
import { Lock, type LockParts } from './lock.ts'

let tree: TestTree
const states: LockState[] = []

beforeEach(async () => {
  tree = await makeTree({})
  states.length = 0
})
afterEach(() => tree[Symbol.asyncDispose]())

function open(more: Partial<LockParts> = {}): Lock {
  return new Lock({
    file: tree.at('deep/lock.json'),
    canAskSystem: () => false,
    askSystem: () => Promise.reject(new Error('no')),
    onChange: (state) => states.push(state),
    ...more,
  })
}

const first = { passphrase: 'Grüße aus Ulm', current: null, afterMinutes: 5 }

test('without a lock nothing locks', () => {
  const lock = open()
  lock.lock()
  lock.idle(1e6)
  expect([lock.isLocked, lock.state.isSet, states]).toEqual([false, false, []])
})

test('the next start is locked and opens with the passphrase only, however its letters are composed', async () => {
  await open().set(first)
  const lock = open()
  expect(lock.state).toMatchObject({ isSet: true, isLocked: true, afterMinutes: 5 })
  await expect(lock.unlock('gruesse')).rejects.toMatchObject({ code: 'locked' })
  expect(await lock.unlock('Grüße aus Ulm'.normalize('NFD'))).toMatchObject({ isLocked: false })
})

test('it locks when nobody is there, and by hand', async () => {
  const lock = open()
  await lock.set(first)
  lock.idle(299)
  expect(lock.isLocked).toBe(false)
  lock.idle(300)
  expect([lock.isLocked, states.at(-1)?.isLocked]).toEqual([true, true])
  await lock.unlock('Grüße aus Ulm')
  lock.lock()
  expect(lock.isLocked).toBe(true)
})

test('neither the passphrase nor its plain hash is in the file, which only its owner may read', async () => {
  await open().set(first)
  const file = tree.at('deep/lock.json')
  expect(readFileSync(file, 'utf8')).not.toContain('Ulm')
  expect(process.platform === 'win32' ? 0 : statSync(file).mode & 0o077).toBe(0)
})

test('the lock is changed and taken off by who knows it only', async () => {
  const lock = open()
  await lock.set(first)
  await expect(lock.set({ passphrase: null, current: 'wrong', afterMinutes: null })).rejects.toMatchObject({
    code: 'locked',
  })
  await lock.set({ passphrase: 'second one', current: 'Grüße aus Ulm', afterMinutes: null })
  await lock.set({ passphrase: null, current: 'second one', afterMinutes: null })
  expect([lock.state.isSet, open().isLocked]).toEqual([false, false])
  await expect(lock.set({ ...first, passphrase: 'abc' })).rejects.toMatchObject({ code: 'bad-request' })
})

test('many wrong tries make one wait, even with the right passphrase', async () => {
  const lock = open()
  await lock.set(first)
  lock.lock()
  for (let i = 0; i < 5; i++) await lock.unlock('wrong').catch(() => {})
  await expect(lock.unlock('Grüße aus Ulm')).rejects.toThrow(/Wait \d+ s/)
})

test('a finger opens it where the system can ask for one', async () => {
  await open().set(first)
  const content = open({ canAskSystem: () => true, askSystem: async () => {} })
  expect(await content.unlock(null)).toMatchObject({ isLocked: false })
  const refused = open({ canAskSystem: () => true })
  await expect(refused.unlock(null)).rejects.toMatchObject({ code: 'locked' })
  await expect(open().unlock(null)).rejects.toThrow(/cannot ask/)
})

test('a damaged lock stays shut', async () => {
  await open().set(first)
  writeFileSync(tree.at('deep/lock.json'), '{')
  const lock = open()
  expect(lock.isLocked).toBe(true)
  await expect(lock.unlock('')).rejects.toMatchObject({ code: 'locked' })
})
