import Database from 'better-sqlite3'
import { appendFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Library } from '../library.ts'
import { ask, makeLibrary, pathsFor, subjects } from '../test/library-fixture.ts'
import { makeDocx, paragraph } from '../text/testing/docx-fixture.ts'
import { makePdf } from '../text/testing/pdf-fixture.ts'

const sentences = subjects.violin.match(/[^.]+\./gu) ?? []

/** One text in every format: what the file is made of, and where its text is read again. */
const formats: readonly [name: string, place: string, content: string | Uint8Array][] = [
  ['violin.txt', 'own-bytes', subjects.violin],
  ['violin.md', 'own-bytes', `# The violin\n\n${subjects.violin}\n`],
  ['violin.rst', 'own-bytes', `The violin\n==========\n\n${subjects.violin}\n`],
  [
    'latin.txt',
    'parsed',
    Buffer.from(`Der Geigenb\u00e4uer. ${subjects.violin} caf\u00e9 cr\u00e8me br\u00fbl\u00e9e`, 'latin1'),
  ],
  [
    'violin.html',
    'parsed',
    `<html><title>The violin</title><body><h1>Strings</h1><p>${subjects.violin}</p></body></html>`,
  ],
  [
    'large.html',
    'cached',
    `<h1>Strings</h1><p>${subjects.violin}</p>${'<!-- padding, padding, padding -->'.repeat(9000)}`,
  ],
  [
    'violin.eml',
    'parsed',
    `From: ann@example.org\r\nSubject: The violin\r\nContent-Type: text/plain\r\n\r\n${subjects.violin}\r\n`,
  ],
  ['violin.docx', 'cached', makeDocx({ body: paragraph(subjects.violin), title: 'The violin' })],
  ['violin.pdf', 'cached', makePdf({ pages: [sentences], title: 'The violin' })],
]

/** Where the catalogue says that texts are read again. */
function placesOf(folder: string): string[] {
  const database = new Database(join(folder, 'catalogue.sqlite'), { readonly: true })
  const rows = database.prepare('SELECT place FROM documents').all() as { place: number }[]
  database.close()
  return rows.map(({ place }) => ['own-bytes', 'parsed', 'cached'][place])
}

async function bestFor(library: Library, query: string): Promise<object> {
  const { results, stats } = await ask(library, query)
  return { path: results[0]?.path, stale: stats.stale, snippet: results[0]?.snippet }
}

describe('a document', () => {
  test.each(formats)('%s is found again, its text read from %s', async (name, place, content) => {
    await using made = await makeLibrary({ 'tea.txt': subjects.tea })
    const { library, docs, folder } = made
    const path = join(docs, name)
    await writeFile(path, content)
    expect(await library.index()).toMatchObject({ added: 2, failed: 0 })
    expect(placesOf(folder)).toContain(place)
    for (let round = 0; round < 2; round++) {
      expect(await bestFor(library, 'bowed musical instrument')).toMatchObject({
        path,
        stale: 0,
        snippet: expect.stringContaining('Spruce carries the sound'),
      })
    }
    expect(await library.index()).toMatchObject({ added: 0, changed: 0, embedded: 0 })
  })

  test.each(formats)('%s is not shown once its file is another, and taken in again', async (name, _, content) => {
    await using made = await makeLibrary({ 'tea.txt': subjects.tea })
    const { library, docs } = made
    const path = join(docs, name)
    await writeFile(path, content)
    await library.index()
    await bestFor(library, 'bowed musical instrument')
    await writeFile(path, `\n\n${subjects.penguin}`)
    expect(await pathsFor(library, 'bowed musical instrument')).not.toContain(path)
    expect(library.pending()).toEqual([path])
    await library.index()
    expect(library.pending()).toEqual([])
    // A PDF's or Word file's name does not make text of what is none.
    const isText = (await library.status()).errors === 0
    expect((await pathsFor(library, 'antarctic bird')).includes(path)).toBe(isText)
  })

  test.each(formats.filter(([, place]) => place === 'cached'))(
    '%s whose file is gone is not shown from the cache',
    async (name, _, content) => {
      await using made = await makeLibrary({ 'tea.txt': subjects.tea })
      const { library, docs } = made
      await writeFile(join(docs, name), content)
      await library.index()
      await rm(join(docs, name))
      expect(await pathsFor(library, 'bowed musical instrument')).toEqual([join(docs, 'tea.txt')])
    },
  )

  test('keeps its cached text when its file is only touched', async () => {
    await using made = await makeLibrary({})
    const { library, docs } = made
    const path = join(docs, 'violin.docx')
    await writeFile(path, makeDocx({ body: paragraph(subjects.violin) }))
    await library.index()
    await utimes(path, 1000, 1000)
    expect(await bestFor(library, 'bowed musical instrument')).toMatchObject({ path, stale: 0 })
  })

  test('whose cached text was lost is read again, though its bytes are the same', async () => {
    await using made = await makeLibrary({})
    const { library, docs, folder } = made
    const path = join(docs, 'violin.docx')
    await writeFile(path, makeDocx({ body: paragraph(subjects.violin) }))
    await library.index()
    const texts = new Database(join(folder, 'texts.sqlite'))
    texts.exec('DELETE FROM blocks')
    texts.close()
    expect(await pathsFor(library, 'bowed musical instrument')).toEqual([])
    expect(library.pending()).toEqual([path])
    expect(await library.index()).toMatchObject({ changed: 1, embedded: 0 })
    expect(await bestFor(library, 'bowed musical instrument')).toMatchObject({ path, stale: 0 })
  })

  test('of a retired version leaves no text in the cache', async () => {
    await using made = await makeLibrary({})
    const { library, docs, folder } = made
    for (const text of [subjects.violin, subjects.tea]) {
      await writeFile(join(docs, 'a.docx'), makeDocx({ body: paragraph(text) }))
      await library.index()
    }
    await rm(join(docs, 'a.docx'))
    await library.index()
    await writeFile(join(docs, 'b.txt'), 'one more commit')
    await library.index()
    const texts = new Database(join(folder, 'texts.sqlite'), { readonly: true })
    expect(texts.prepare('SELECT count(*) AS n FROM blocks').get()).toEqual({ n: 0 })
    texts.close()
  })

  test('that grew at its end is found by its old and its new text', async () => {
    await using made = await makeLibrary({ 'log.md': `# Log\n\n${subjects.tea.repeat(8)}\n` })
    const { library, docs } = made
    await library.index()
    await appendFile(join(docs, 'log.md'), `\n# Music\n\n${subjects.violin.repeat(8)}\n`)
    await library.index()
    expect((await ask(library, 'hot drink')).results[0].snippet).toContain('Green tea')
    expect((await ask(library, 'bowed musical instrument')).results[0].heading).toBe('Music')
  })
})
