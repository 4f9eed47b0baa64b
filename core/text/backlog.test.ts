import { expect, test } from 'vitest'
import { Backlog } from './backlog.ts'

test('threads hear whether whoever indexes waits for texts; nobody does until it is told', () => {
  const memory = new SharedArrayBuffer(Backlog.bytes)
  const [told, heard] = [new Backlog(memory), new Backlog(memory)]
  const waitedFor = (bytes: number | null): boolean => {
    told.tell(bytes)
    return heard.isWaitedFor()
  }
  expect(heard.isWaitedFor()).toBe(false)
  expect([0, 1000, 1e6, Infinity, null, 0].map(waitedFor)).toEqual([true, true, false, false, false, true])
})
