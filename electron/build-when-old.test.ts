import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isOld } from './build-when-old.ts'

let project = ''
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'leantern-build-'))
  write('core/library.ts', 1_000)
  for (const path of ['main/main.js', 'main/engine.js', 'preload/preload.cjs', 'renderer/index.html'])
    write(`out/${path}`, 2_000)
})
afterEach(() => rmSync(project, { recursive: true }))

function write(path: string, seconds: number): void {
  const file = join(project, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, seconds, seconds)
}

test('a build that is newer than every source is kept', () => {
  expect(isOld(project)).toBe(false)
})

test('a newer source makes it old', () => {
  write('renderer/search/row.css', 3_000)
  expect(isOld(project)).toBe(true)
})

test('a newer test does not', () => {
  write('core/library.test.ts', 3_000)
  expect(isOld(project)).toBe(false)
})

test('a missing part of the build makes it old', () => {
  rmSync(join(project, 'out/preload/preload.cjs'))
  expect(isOld(project)).toBe(true)
})
