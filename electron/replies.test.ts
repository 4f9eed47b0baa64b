import { expect, test } from 'vitest'
import { AppError } from '../core/errors.ts'
import { replyOf, valueOf } from './replies.ts'

test('a value and an error both become data and come back as what they were', async () => {
  expect(valueOf(await replyOf(() => 5))).toBe(5)
  const refused = await replyOf(() => Promise.reject(new AppError('disk-full', 'no room')))
  expect(refused).toEqual({ ok: false, code: 'disk-full', message: 'no room' })
  expect(() => valueOf(refused)).toThrow(expect.objectContaining({ name: 'AppError', code: 'disk-full' }))
})

test('a bug is called failed', async () => {
  expect(await replyOf(() => Promise.reject(new TypeError('x is undefined')))).toMatchObject({ code: 'failed' })
})

test('whoever keeps the log hears of bugs, and of nothing that a person is told', async () => {
  const bugs: unknown[] = []
  const onBug = (error: unknown) => void bugs.push(error)
  await replyOf(() => Promise.reject(new AppError('disk-full', 'no room')), onBug)
  const bug = new TypeError('x is undefined')
  await replyOf(() => Promise.reject(bug), onBug)
  expect(bugs).toEqual([bug])
})
