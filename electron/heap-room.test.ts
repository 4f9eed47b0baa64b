import { expect, test } from 'vitest'
import { HeapRoom } from './heap-room.ts'

function room() {
  const set: number[] = []
  return { set, heap: new HeapRoom((percent) => void set.push(percent)) }
}

test('the heap has more room from the first search until the engine rests', () => {
  const { set, heap } = room()
  heap.searched()
  heap.searched()
  expect(set).toEqual([80])
  heap.rested()
  expect(set).toEqual([80, 30])
})

test('not while something is indexed', () => {
  const { set, heap } = room()
  heap.indexing(true)
  heap.searched()
  expect(set).toEqual([])
  heap.indexing(false)
  expect(set).toEqual([80])
  heap.indexing(true)
  expect(set).toEqual([80, 30])
})
