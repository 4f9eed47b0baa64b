import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Section } from './sections.ts'
import { wordnetSections } from './wordnet.ts'

let folder: string
/** Three lines in WordNet's form, under its licence's first lines, which begin with spaces. */
const nouns = `  1 This software and database is being provided
00001740 03 n 02 made_thing 0 artefact(a) 0 002 ~ 00001930 n 0000 ~ 00001940 n 0000 | something that people made; "a thing of beauty"; "they found it"
00001930 03 n 01 clock 0 001 @ 00001740 n 0000 | shows what time it is
00001940 03 n 01 kettle 0 002 @ 00001740 n 0000 + 00000001 v 0101 | boils water
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantern-wordnet-'))
  await writeFile(join(folder, 'data.noun'), nouns)
  await writeFile(
    join(folder, 'data.verb'),
    '00000001 30 v 01 boil 0 001 + 00001940 n 0101 01 + 08 00 | make hot; "boil an egg"\n',
  )
  await writeFile(join(folder, 'data.adj'), '')
  await writeFile(join(folder, 'data.adv'), '')
})
afterAll(async () => rm(folder, { recursive: true }))

async function sections(): Promise<Section[]> {
  return Array.fromAsync(wordnetSections(folder))
}

test("a set's words are the header of its definition, its examples and its relatives' words", async () => {
  const [artefact] = await sections()
  expect(artefact.header).toBe('made thing, artefact')
  expect(artefact.paragraphs).toEqual([
    ['something that people made', 'a thing of beauty', 'they found it', 'Kinds: clock, kettle'],
  ])
})

test('a tie leads to the set of the part of speech that it names', async () => {
  const found = await sections()
  expect(found.map(({ header }) => header)).toEqual(['made thing, artefact', 'clock', 'kettle', 'boil'])
  expect(found[2].paragraphs).toEqual([['boils water', 'A kind of made thing, artefact', 'Similar: boil']])
  expect(found[3].paragraphs).toEqual([['make hot', 'boil an egg', 'Similar: kettle']])
})
