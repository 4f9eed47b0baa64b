import { type PSTFolder, PSTMessage } from 'pst-extractor'
import { expect, test } from 'vitest'
import { messagesIn } from './pst.ts'

/** A folder as pst-extractor shows one: what cannot be opened is skipped by its cursor, or throws. */
function folderOf(children: readonly (number | 'skipped' | 'throws')[], inner: readonly PSTFolder[] = []): PSTFolder {
  let cursor = 0
  const folder = {
    contentCount: children.length,
    hasSubfolders: inner.length > 0,
    getSubFolders: () => inner,
    moveChildCursorTo: (index: number) => (cursor = index),
    getNextChild(): unknown {
      while (children[cursor] === 'skipped') cursor++
      const child = children[cursor]
      if (child === 'throws') throw new Error('no such node')
      cursor++
      return typeof child === 'number' ? messageOf(child) : null
    },
  }
  return folder as unknown as PSTFolder
}

function messageOf(number: number): PSTMessage {
  const message = Object.create(PSTMessage.prototype) as PSTMessage
  return Object.defineProperty(message, 'descriptorNodeId', { value: number })
}

const listed = (folder: PSTFolder): (number | string)[] =>
  [...messagesIn(folder)].map((found) =>
    found instanceof PSTMessage ? Number(found.descriptorNodeId) : `${found.count} cannot be opened`,
  )

test('messages come once each, with those of inner folders', () => {
  expect(listed(folderOf([1, 2, 3], [folderOf([4])]))).toEqual([1, 2, 3, 4])
})

test('messages that cannot be opened are counted, and cost no other one', () => {
  expect(listed(folderOf([1, 'skipped', 2, 'throws', 3]))).toEqual([1, 2, 3, '2 cannot be opened'])
  expect(listed(folderOf([1, 'skipped', 'skipped']))).toEqual([1, '2 cannot be opened'])
  expect(listed(folderOf(['throws'], [folderOf([7])]))).toEqual(['1 cannot be opened', 7])
})
