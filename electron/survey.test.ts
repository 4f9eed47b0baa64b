import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { usualRules } from '../core/sources/reading-rules.ts'
import { wordsOfFile } from './file-words.ts'
import { surveyPlaces } from './survey.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'leantern-survey-')))
afterAll(() => rmSync(folder, { recursive: true }))

const keptOut = { libraryFolder: join(folder, 'library'), excluded: [], reading: usualRules }

function write(name: string, text = '12345'): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

test('a folder is counted under the rules of indexing, with what they leave out', async () => {
  write('papers/a.txt')
  write('papers/b.md')
  write('papers/node_modules/c.md')
  write('papers/.git/config')
  write('papers/photo.raw')
  const [place] = await surveyPlaces([join(folder, 'papers')], keptOut)
  expect(place).toMatchObject({ kind: 'folder', files: 2, bytes: 10, leftOut: 3, isMore: false, refused: null })
  expect(place.rules.reduce((sum, { count }) => sum + count, 0)).toBe(3)
})

test('a place that cannot be added says why; a file is a file', async () => {
  const places = await surveyPlaces([homedir(), join(folder, 'nowhere'), write('single.txt')], keptOut)
  expect(places[0].refused?.text).toContain('home')
  expect(places[1].refused?.text).toContain('nowhere')
  expect(places[2]).toMatchObject({ kind: 'file', refused: null })
})

test('a file to compare with says its words, and one without text is refused', async () => {
  expect(await wordsOfFile(write('letter.html', '<p>Dear Anna, the <b>lease</b> ends: in May!</p>'))).toBe(
    'Dear Anna the lease ends in May',
  )
  await expect(wordsOfFile(write('empty.txt', '--'))).rejects.toMatchObject({ code: 'bad-request' })
})
