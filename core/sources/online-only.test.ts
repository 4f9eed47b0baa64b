import { describe, expect, test } from 'vitest'
import { folderSource } from './folder.ts'
import { isOnlineOnly, placeholderOf } from './online-only.ts'
import { listAll } from './source.suite.ts'
import { makeTree } from './test-tree.ts'

describe('files whose bytes are elsewhere', () => {
  test.each([
    ['darwin', 12, 0, true],
    ['darwin', 12, 8, false],
    ['darwin', 0, 0, false],
    ['win32', 5000, 0, true],
    ['win32', 500, 0, false],
    ['linux', 5000, 0, false],
  ] as const)('on %s, of %d bytes in %d blocks: %s', (platform, size, blocks, expected) => {
    expect(isOnlineOnly({ size, blocks }, platform)).toBe(expected)
  })

  test("are told by the names of iCloud's placeholders, under their own names", async () => {
    expect(placeholderOf('/a/.Report.pdf.icloud')).toBe('/a/Report.pdf')
    expect(placeholderOf('/a/Report.icloud')).toBeNull()
    await using tree = await makeTree({ '.Report.pdf.icloud': 'x', 'a.txt': 'x' })
    const events = await listAll(folderSource({ root: tree.root, supports: () => true }))
    expect(events).toMatchObject([
      { kind: 'problem', problem: { path: tree.at('Report.pdf'), code: 'online-only' } },
      { kind: 'file' },
    ])
  })
})
