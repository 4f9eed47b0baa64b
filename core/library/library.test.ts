import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openLibrary } from '../library.ts'
import { ask, fourFiles, makeLibrary, pathsFor, subjects, withReader } from '../test/library-fixture.ts'

describe('indexing and searching', () => {
  test('finds a document in other words than its own', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs } = made
    const summary = await library.index()
    expect(summary).toMatchObject({ added: 4, changed: 0, unchanged: 0, removed: 0, failed: 0, cancelled: false })
    expect(summary.embedded).toBe(summary.chunks)
    const { results, stats } = await ask(library, 'losing your home because you cannot pay back a loan')
    expect(results[0]).toMatchObject({ rank: 1, path: `${docs}/money.txt`, title: 'money', heading: '', start: 0 })
    expect(results[0].uri).toBe(`file://${docs}/money.txt`)
    expect(results[0].end).toBe(Buffer.byteLength(subjects.mortgage))
    expect(results[0].snippet).toContain('foreclosure')
    expect(results.map(({ score }) => score)).toEqual(results.map(({ score }) => score).toSorted((a, b) => b - a))
    expect(stats).toMatchObject({ strategy: 'codes', chunks: 4, codesRead: 4, recomputed: 4, stale: 0 })
  })

  test('is the same by codes and by recomputing everything', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    for (const query of ['hot drink from leaves', 'eruption', 'bird in the cold', 'bank']) {
      const request = { query, limit: 10, ranking: 'meaning' } as const
      const codes = await made.library.search({ ...request, strategy: 'codes' })
      const flat = await made.library.search({ ...request, strategy: 'flat' })
      expect(codes.results).toEqual(flat.results)
      expect(flat.stats.codesRead).toBe(0)
    }
  })

  test('says what the library holds; the parts of its size add up', async () => {
    await using made = await makeLibrary({ ...fourFiles, 'broken.pdf': 'no PDF', 'empty.txt': '' })
    const { library } = made
    await library.index()
    const status = await library.status()
    const textBytes = Object.values(fourFiles).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    expect(status).toMatchObject({ documents: 5, chunks: 4, textBytes, sourceBytes: textBytes, errors: 1, pending: 0 })
    expect(status.model).toBe('leantern-static-256')
    const { codes, graph, chunkMap, catalogue, keywords, textCache, other, semantic, total } = status.bytes
    expect(codes + graph + chunkMap + catalogue + keywords + textCache + other).toBe(total)
    expect(semantic).toBeGreaterThan(codes + graph + chunkMap)
    expect(semantic).toBeLessThan(total)
    expect(status.share.semantic).toBeCloseTo(semantic / textBytes)
    expect(status.share.total).toBeCloseTo(total / textBytes)
    expect([...library.documents()].map(({ path }) => path.slice(made.docs.length + 1))).toEqual([
      'empty.txt',
      'money.txt',
      'tea.md',
      'nature/volcano.txt',
      'nature/birds/penguin.txt',
    ])
    expect(library.problems()).toMatchObject([{ path: `${made.docs}/broken.pdf`, code: 'damaged' }])
    for (const { path } of library.documents()) expect(library.heldAs(path)).toEqual({ kind: 'file' })
    for (const path of ['broken.pdf', 'nature', 'nature/volcano', ''])
      expect(library.heldAs(`${made.docs}/${path}`)).toBeNull()
  })

  test.each([
    ['empty', { query: '  ', limit: 10 }],
    ['over-long', { query: 'word '.repeat(20_000), limit: 10 }],
    ['without limit', { query: 'tea', limit: 0 }],
  ])('refuses a query that is %s', async (_, request) => {
    await using made = await makeLibrary({})
    await expect(made.library.search({ ...request, strategy: 'codes' })).rejects.toMatchObject({ code: 'bad-request' })
  })

  test('of an empty library finds nothing, whichever way', async () => {
    await using made = await makeLibrary({})
    await made.library.index()
    expect((await ask(made.library, 'tea')).results).toEqual([])
    expect((await ask(made.library, 'tea', 'flat')).results).toEqual([])
    expect((await made.library.status()).share).toEqual({ semantic: 0, total: 0 })
  })

  test('that is cancelled says so', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    const search = made.library.search({ query: 'tea', limit: 1, strategy: 'codes' }, AbortSignal.abort())
    await expect(search).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('keeps to the library folder of its own, even when that lies among the documents behind a link', async () => {
    await using made = await makeLibrary(fourFiles)
    await symlink(made.docs, made.tree.at('link'))
    const inside = await openLibrary({ folder: made.tree.at('link/library'), access: 'write' })
    await inside.addRoot(made.docs)
    expect(await inside.index()).toMatchObject({ added: 4 })
    expect(await inside.index()).toMatchObject({ added: 0, changed: 0, unchanged: 4 })
    await expect(inside.addRoot(made.tree.at('link/library'))).rejects.toMatchObject({ code: 'bad-request' })
    await inside.close()
  })
})

describe('roots', () => {
  test('that lie in each other are one', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs, tree } = made
    expect(await library.addRoot(`${docs}/nature`)).toBe(docs)
    expect(library.roots()).toEqual([docs])
    await library.index()
    expect(await library.addRoot(tree.root)).toBe(tree.root)
    expect(library.roots()).toEqual([tree.root])
    expect(await library.index()).toMatchObject({ added: 0, unchanged: 4, removed: 0 })
    expect(await library.status()).toMatchObject({ documents: 4 })
  })

  test.each([
    ['a file of a kind that is not read', 'docs/program.bin', 'bad-request'],
    ['missing', 'nothing', 'not-found'],
    ['the library itself', 'library', 'bad-request'],
  ])('cannot be %s', async (_, path, code) => {
    await using made = await makeLibrary({ ...fourFiles, 'program.bin': 'x' })
    await expect(made.library.addRoot(made.tree.at(path))).rejects.toMatchObject({ code })
    expect(made.library.roots()).toEqual([made.docs])
  })

  test('are read alone when asked for', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, tree } = made
    await mkdir(tree.at('more'))
    await writeFile(tree.at('more/violin.txt'), subjects.violin)
    const more = await library.addRoot(tree.at('more'))
    expect(await library.index({ roots: [more] })).toMatchObject({ added: 1 })
    expect(await library.status()).toMatchObject({ documents: 1 })
    expect(await library.index()).toMatchObject({ added: 4, unchanged: 1 })
  })
})

describe('removing', () => {
  test('a root forgets its documents, problems and the root', async () => {
    await using made = await makeLibrary({ ...fourFiles, 'broken.pdf': 'no PDF' })
    const { library, docs } = made
    await library.index()
    expect(await library.remove(docs)).toBe(4)
    expect(library.roots()).toEqual([])
    expect(library.problems()).toEqual([])
    expect(await library.status()).toMatchObject({ documents: 0, chunks: 0, errors: 0, pending: 0 })
    expect((await ask(library, 'tea')).results).toEqual([])
  })

  test('a folder or a file in a root forgets what is there', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, docs, tree } = made
    await library.index()
    expect(await library.remove(`${docs}/nature`)).toBe(2)
    await symlink(docs, tree.at('link'))
    expect(await library.remove(tree.at('link/tea.md'))).toBe(1)
    expect([...library.documents()].map(({ path }) => path)).toEqual([`${docs}/money.txt`])
    expect(library.roots()).toEqual([docs])
  })

  test('what is not there is refused by name', async () => {
    await using made = await makeLibrary(fourFiles)
    await expect(made.library.remove(`${made.docs}/nothing`)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a reader beside the writer', () => {
  test('sees what the writer committed, and its changed files reach the writer', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, folder, docs } = made
    await library.index()
    await withReader(folder, async (reader) => {
      expect((await pathsFor(reader, 'hot drink'))[0]).toBe(`${docs}/tea.md`)
      await rm(`${docs}/tea.md`)
      await writeFile(`${docs}/violin.txt`, subjects.violin)
      expect(await pathsFor(reader, 'hot drink')).not.toContain(`${docs}/tea.md`)
      expect(library.pending()).toEqual([`${docs}/tea.md`])
      await library.index()
      expect((await pathsFor(reader, 'musical instrument'))[0]).toBe(`${docs}/violin.txt`)
      expect(await reader.status()).toMatchObject({ documents: 4, chunks: 4, pending: 0 })
    })
  })

  test('may search while the writer indexes', async () => {
    await using made = await makeLibrary(fourFiles)
    const { library, folder, docs } = made
    await library.index()
    for (let i = 0; i < 300; i++) await writeFile(`${docs}/more ${i}.txt`, `${subjects.violin} Part ${i}.`)
    await withReader(folder, async (reader) => {
      const running = library.index()
      for (let round = 0; (await library.status()).documents < 304 && round < 1000; round++)
        expect((await pathsFor(reader, 'hot drink from leaves'))[0]).toBe(`${docs}/tea.md`)
      expect(await running).toMatchObject({ added: 300 })
    })
  })

  test('a second writer is refused', async () => {
    await using made = await makeLibrary(fourFiles)
    await expect(openLibrary({ folder: made.folder, access: 'write' })).rejects.toMatchObject({ code: 'library-busy' })
  })

  test('one run at a time: another waits', async () => {
    await using made = await makeLibrary(fourFiles)
    const runs = await Promise.all([made.library.index(), made.library.index()])
    expect(runs).toMatchObject([{ added: 4 }, { added: 0, unchanged: 4 }])
  })
})

describe('closing', () => {
  test('gives the library back, whatever happened', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    await made.library.close()
    const again = await openLibrary({ folder: made.folder, access: 'write' })
    expect(again.roots()).toEqual([made.docs])
    expect((await pathsFor(again, 'hot drink'))[0]).toBe(`${made.docs}/tea.md`)
    await again.close()
  })

  test('a copy of the folder is a library too', async () => {
    await using made = await makeLibrary(fourFiles)
    await made.library.index()
    await made.library.close()
    await cp(made.folder, made.tree.at('copy'), { recursive: true })
    await rm(made.tree.at('copy/writer.lock'))
    await withReader(made.tree.at('copy'), async (reader) =>
      expect(await pathsFor(reader, 'hot drink')).toHaveLength(4),
    )
    const writer = await openLibrary({ folder: made.tree.at('copy'), access: 'write' })
    expect(await writer.index()).toMatchObject({ unchanged: 4 })
    await writer.close()
    expect(await readdir(made.tree.at('copy'))).toContain('writer.lock')
  })
})
