import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { glossaryPath, glossarySections } from './glossary.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantern-glossary-'))
})
afterAll(async () => rm(folder, { recursive: true }))

async function sectionsOf(text: string) {
  const path = join(folder, 'glossary.txt')
  await writeFile(path, text)
  return glossarySections(path)
}

test('the names before the colon are the header of the sentences behind it', async () => {
  const found = await sectionsOf(
    '# Kitchen\n\nkettle, tea kettle: A vessel in which water is boiled for tea. Steam leaves it by its spout: it whistles.\n',
  )
  expect(found.map(({ header, paragraphs }) => ({ header, paragraphs }))).toEqual([
    {
      header: 'kettle, tea kettle',
      paragraphs: [['A vessel in which water is boiled for tea.', 'Steam leaves it by its spout: it whistles.']],
    },
  ])
})

test.each(['kettle without a colon', 'kettle: ', ': A vessel.'])('%j is refused with its line', async (line) => {
  await expect(sectionsOf(`# Kitchen\n${line}\n`)).rejects.toThrow(/line 2 of .*Mend the line/)
})

test("the project's own glossary has an entry a line, and no name heads two of them", async () => {
  const headers = (await glossarySections(glossaryPath)).map(({ header }) => header)
  expect(headers.length).toBeGreaterThan(500)
  expect(new Set(headers).size).toBe(headers.length)
})
