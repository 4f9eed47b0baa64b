import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Searches } from './searches.ts'

const folder = mkdtempSync(join(tmpdir(), 'leantern-searches-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'deep/searches.json')
const open = (reports: string[] = []) => new Searches(file, (event) => void reports.push(event))

test('what was searched for is there after a restart, newest first, each once', async () => {
  const searches = open()
  await searches.keep('lease', 'recent')
  await searches.keep('garden', 'recent')
  await searches.keep(' lease ', 'recent')
  await searches.keep('garden', 'saved')
  expect(open().kept).toEqual({ recent: ['lease', 'garden'], saved: ['garden'] })
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('a longer form of the same words takes the place of the shorter one', async () => {
  const searches = open()
  await searches.keep('lease of', 'recent')
  expect((await searches.keep('lease of the flat', 'recent')).recent).toEqual(['lease of the flat', 'garden'])
})

test('one is forgotten everywhere, all recent ones leave the saved ones', async () => {
  const searches = open()
  expect(await searches.forget(null)).toEqual({ recent: [], saved: ['garden'] })
  expect(await searches.forget('garden')).toEqual({ recent: [], saved: [] })
  expect(readFileSync(file, 'utf8')).not.toContain('garden')
})

test('a damaged file counts as none', () => {
  writeFileSync(file, 'no json')
  const reports: string[] = []
  expect(open(reports).kept.recent).toEqual([])
  expect(reports).toHaveLength(1)
})
