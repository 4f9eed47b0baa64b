import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countWords } from './corpus.ts'
import { mine } from './mine.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leantern-corpus-'))
})
afterAll(async () => rm(folder, { recursive: true }))

test('words count by the sections that they stand in; held-out sections count nothing, repeated ones more', async () => {
  const path = join(folder, 'sections.jsonl')
  const sections = [
    { source: 'prose/tea', isHeldOut: false, header: 'Tea', paragraphs: [['Tea is drunk. Tea is hot.']] },
    { source: 'prose/tea', isHeldOut: true, header: 'Tea', paragraphs: [['Green tea.']] },
    { source: 'texts/glossary', isHeldOut: false, header: 'kettle', paragraphs: [['Boils tea.']] },
  ]
  await writeFile(path, sections.map((section) => JSON.stringify(section)).join('\n'))
  const { all, reference } = await countWords(path, { 'texts/glossary': 8 })
  expect([all.get('tea'), all.get('hot'), all.get('green'), all.get('kettle')]).toEqual([9, 1, undefined, 8])
  expect(Object.fromEntries(reference)).toEqual({ kettle: 8, boils: 8, tea: 8 })
})

test('the glossary is mined behind the documents and marked as a reference work', async () => {
  const glossary = join(folder, 'glossary.txt')
  await writeFile(
    glossary,
    'kettle: A vessel in which water is boiled.\ntea: A drink of leaves that stood in hot water.\n',
  )
  const path = join(folder, 'mined.jsonl')
  const options = { wordnet: null, geneOntology: null, glossary, log: () => undefined }
  expect(await mine(join(folder, 'no-documents'), path, options)).toMatchObject({ sections: 2, unreadable: 0 })
  const { reference } = await countWords(path, {})
  expect([...reference.keys()]).toEqual(expect.arrayContaining(['vessel', 'leaves']))
})
