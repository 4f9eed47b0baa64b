import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { suggestFolders } from './suggestions.ts'

const home = mkdtempSync(join(tmpdir(), 'leantern-home-'))
afterAll(() => rmSync(home, { recursive: true }))

function write(path: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), '12345')
}

test('folders with files are suggested, what is empty or known is not', async () => {
  write('Documents/a.txt')
  write('Documents/deep/b.txt')
  write('Desktop/c.txt')
  mkdirSync(join(home, 'Downloads'))
  expect(await suggestFolders([join(home, 'Desktop')], home)).toEqual([
    { path: join(home, 'Documents'), files: 2, bytes: 10, isMore: false },
  ])
})
