import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLibrary } from '../core/library.ts'
import { newestDocuments } from './newest-documents.ts'

test('the files changed last come first, without mail and history, and no more than were asked for', async () => {
  const home = mkdtempSync(join(tmpdir(), 'leantern-newest-'))
  const files = join(home, 'files')
  mkdirSync(files)
  for (const [index, name] of ['old.md', 'new.md', 'middle.txt'].entries()) {
    const path = join(files, name)
    writeFileSync(path, `A page about ${name}.\n`)
    const at = new Date(2024, [1, 9, 5][index], 1)
    utimesSync(path, at, at)
  }
  const library = await openLibrary({ folder: join(home, 'library'), access: 'write' })
  try {
    await library.addRoot(files)
    await library.index()
    const names = await newestDocuments(library, 2)
    expect(names.map(({ path }) => path)).toEqual([join(files, 'new.md'), join(files, 'middle.txt')])
    expect(names[0].dated).toBe(new Date(2024, 9, 1).getTime())
  } finally {
    await library.close()
    rmSync(home, { recursive: true, force: true })
  }
})
