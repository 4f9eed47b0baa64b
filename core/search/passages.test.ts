import { appendFile, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { encodeVectors } from '../leann/codes.ts'
import { dotRow } from '../leann/dot-row.ts'
import { openStore } from '../leann/store.ts'
import { ask, fourFiles, makeLibrary, pathsFor, sectionsOf, subjects, withReader } from '../test/library-fixture.ts'
import { mailOf } from '../test/mail-fixture.ts'
import { contentsOf } from '../test/store-contents.ts'

describe('a file that changed since it was indexed', () => {
  test('is not shown with a wrong text; it waits, and the next run takes it in', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    await library.index()
    await writeFile(`${docs}/tea.md`, `# Coffee\n\n${subjects.violin}\n`)
    const { results, stats } = await ask(library, 'hot drink from leaves')
    expect(results.map(({ path }) => path)).not.toContain(`${docs}/tea.md`)
    expect(stats.stale).toBe(1)
    expect(library.pending()).toEqual([`${docs}/tea.md`])
    expect(await library.status()).toMatchObject({ pending: 1 })
    expect(await library.index()).toMatchObject({ changed: 1 })
    expect(library.pending()).toEqual([])
    expect((await ask(library, 'string instrument')).results[0].path).toBe(`${docs}/tea.md`)
  })

  test('still shows the chunks that are as they were', async () => {
    await using made = await makeLibrary({ 'notes.md': sectionsOf(['tea', 'volcano']) })
    const { library, docs } = made
    await library.index()
    await appendFile(`${docs}/notes.md`, '\nOne more line.\n')
    const { results } = await ask(library, 'hot drink from leaves')
    expect(results[0].heading).toContain('tea')
    expect(library.pending()).toEqual([`${docs}/notes.md`])
  })

  test.each([
    ['gone', (path: string) => rm(path)],
    ['a folder now', (path: string) => rm(path).then(() => mkdir(path))],
    ['a link to itself now', (path: string) => rm(path).then(() => symlink(path, path))],
    ['without its folder', (path: string) => rm(path.replace(/\/[^/]*$/u, ''), { recursive: true })],
  ])('is dropped from answers when it is %s', async (_, change) => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    await library.index()
    const path = `${docs}/nature/volcano.txt`
    await change(path)
    expect(await pathsFor(library, 'magma and ash')).not.toContain(path)
    expect(library.pending()).toContain(path)
    await library.index()
    expect(library.pending()).toEqual([])
    expect(library.problems()).toEqual([])
    expect([...library.documents()].map((document) => document.path)).not.toContain(path)
  })

  test('with the same size and time is noticed by its text and read again', async () => {
    await using made = await makeLibrary({ 'a.txt': 'The cat sat on the mat.' })
    const { library, docs } = made
    await library.index()
    const [{ modifiedMs }] = [...library.documents()]
    await writeFile(`${docs}/a.txt`, 'The dog ran in the fog.')
    await utimes(`${docs}/a.txt`, modifiedMs / 1000, modifiedMs / 1000)
    expect((await ask(library, 'cat')).results).toEqual([])
    expect(await library.index()).toMatchObject({ changed: 1 })
    expect((await ask(library, 'cat')).results[0].snippet).toBe('The dog ran in the fog.')
  })
})

describe('a reader that has read a document before', () => {
  test('shows it at its new place after it was moved and the library knows', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs, folder } = made
    await library.index()
    await withReader(folder, async (reader) => {
      expect((await pathsFor(reader, 'hot drink from leaves'))[0]).toBe(`${docs}/tea.md`)
      await rename(`${docs}/tea.md`, `${docs}/nature/tea.md`)
      expect(await library.index()).toMatchObject({ embedded: 0 })
      expect((await pathsFor(reader, 'hot drink from leaves'))[0]).toBe(`${docs}/nature/tea.md`)
    })
  })

  test('does not show it after it left the library, though its file is still there', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs, folder } = made
    await library.index()
    await withReader(folder, async (reader) => {
      expect(await pathsFor(reader, 'hot drink from leaves')).toContain(`${docs}/tea.md`)
      await library.remove(`${docs}/tea.md`)
      expect(await pathsFor(reader, 'hot drink from leaves')).not.toContain(`${docs}/tea.md`)
    })
  })

  test('shows the new text after it was changed and taken in', async () => {
    await using made = await makeLibrary({ 'a.md': `# Drinks\n\n${subjects.tea}\n` })
    const { library, docs, folder } = made
    await library.index()
    await withReader(folder, async (reader) => {
      expect((await ask(reader, 'strings')).results[0].title).toBe('Drinks')
      await writeFile(`${docs}/a.md`, `# Music\n\n${subjects.violin}\n`)
      await library.index()
      expect((await ask(reader, 'strings')).results[0]).toMatchObject({ title: 'Music', path: `${docs}/a.md` })
    })
  })
})

describe('a mail whose quotation shares a chunk with its own words', () => {
  const quoted = subjects.volcano.replaceAll(/(?:\S+ ?){6}/gu, (words) => `> ${words}\n`)
  const body = `${subjects.tea}\n\nOn Mon, 3 Jun 2024 Bob wrote:\n${quoted}`

  test('is embedded by its own words, when it is indexed and when it is searched, and found by all of them', async () => {
    await using made = await makeLibrary({ 'a.eml': mailOf({ subject: 'Tea', body }) })
    const { library, folder } = made
    await library.index()
    const store = await openStore(folder)
    const [rows] = contentsOf(store).values()
    const { passages } = await library.text({ path: `${made.docs}/a.eml` })
    expect(passages.map(({ text }) => text)).toEqual([expect.stringMatching(/^Green tea .*Lava cools/su)])
    const header = 'Tea > Anna Smith, 3 June 2024'
    const [own, query] = await library.embed([
      { header, text: subjects.tea },
      { header: '', text: 'eruption of ash and lava', use: 'query' },
    ])
    expect([...rows.codes.signs]).toEqual([...encodeVectors(store.codec, own).signs])
    const { results } = await library.search({
      query: 'eruption of ash and lava',
      limit: 1,
      strategy: 'flat',
      ranking: 'meaning',
    })
    expect(results[0].score).toBeCloseTo(dotRow(query, own, 0), 5)
    expect((await ask(library, '"lava cools to basalt"')).results).toHaveLength(1)
  })
})
