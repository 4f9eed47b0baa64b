import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embeddedModelFolder } from '../embed/model-folder.ts'
import { parseManifest } from '../leann/manifest.ts'
import { openLibrary } from '../library.ts'
import { makeTree } from '../sources/test-tree.ts'
import { makeDocx, paragraph } from '../text/testing/docx-fixture.ts'
import { fourFiles, makeLibrary, pathsFor, withReader, type TestLibrary } from '../test/library-fixture.ts'

/** A closed library of four documents and one with its text in the cache; each test damages a copy of it. */
let whole: TestLibrary
beforeAll(async () => {
  whole = await makeLibrary(fourFiles)
  const body = paragraph('A recipe for bread: flour, water, salt and time. Bake it until the crust is brown.')
  await writeFile(join(whole.docs, 'bread.docx'), makeDocx({ body }))
  await whole.library.index()
  await whole.library.close()
})
afterAll(() => whole.tree[Symbol.asyncDispose]())

async function closedLibrary(): Promise<AsyncDisposable & { readonly docs: string; readonly folder: string }> {
  const tree = await makeTree({})
  const folder = tree.at('library')
  await cp(whole.folder, folder, { recursive: true })
  return { docs: whole.docs, folder, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

/** Opens the library for reading and uses all of it. */
async function useAll(folder: string): Promise<void> {
  await withReader(folder, async (reader) => {
    for (const query of ['hot drink', 'how to bake']) await pathsFor(reader, query)
    for (const document of reader.documents()) expect(document.chunks).toBeGreaterThan(0)
    await reader.status()
  })
}

async function overwrite(path: string, change: (bytes: Buffer) => Uint8Array): Promise<void> {
  await writeFile(path, change(await readFile(path)))
}

const zeroed = (bytes: Buffer): Uint8Array => bytes.fill(0, Math.floor(bytes.length / 2))
const halved = (bytes: Buffer): Uint8Array => bytes.subarray(0, Math.floor(bytes.length / 2))

const damages: readonly [string, (folder: string) => Promise<void>][] = [
  ['a segment cut in half', (folder) => overwrite(join(folder, 'segment-1.lsg'), halved)],
  ['a segment with zeros in it', (folder) => overwrite(join(folder, 'segment-1.lsg'), zeroed)],
  ['a missing segment', (folder) => rm(join(folder, 'segment-1.lsg'))],
  ['a manifest cut in half', (folder) => overwrite(join(folder, 'manifest.json'), halved)],
  ['an empty manifest', (folder) => writeFile(join(folder, 'manifest.json'), '')],
  ['a catalogue with zeros in it', (folder) => overwrite(join(folder, 'catalogue.sqlite'), zeroed)],
  ['a catalogue of zeros', (folder) => overwrite(join(folder, 'catalogue.sqlite'), (bytes) => bytes.fill(0))],
  ['an empty catalogue', (folder) => writeFile(join(folder, 'catalogue.sqlite'), '')],
  ['a missing catalogue', (folder) => rm(join(folder, 'catalogue.sqlite'))],
  ['a text cache cut in half', (folder) => overwrite(join(folder, 'texts.sqlite'), halved)],
  ['a text cache with zeros in it', (folder) => overwrite(join(folder, 'texts.sqlite'), zeroed)],
  ['a missing text cache', (folder) => rm(join(folder, 'texts.sqlite'))],
]

async function withNewerManifest(folder: string): Promise<void> {
  await writeFile(join(folder, 'manifest.json'), '{"format":99,"generation":1,"check":0}\n')
}

async function withNewerCatalogue(folder: string): Promise<void> {
  const database = new Database(join(folder, 'catalogue.sqlite'))
  database.pragma('user_version = 99')
  database.close()
}

describe('a library with', () => {
  test.each(damages)('%s says so and how to mend it, and a rebuild mends it', async (_, damage) => {
    await using made = await closedLibrary()
    const { docs, folder } = made
    await damage(folder)
    const failure = { code: 'library-damaged', message: expect.stringContaining('--rebuild') }
    await expect(useAll(folder)).rejects.toMatchObject(failure)
    const writer = await openLibrary({ folder, access: 'write', rebuild: true })
    if (writer.roots().length === 0) await writer.addRoot(docs)
    expect(await writer.index()).toMatchObject({ added: 5, unchanged: 0 })
    await writer.close()
    await useAll(folder)
  })

  test.each(damages.filter(([name]) => !name.includes('zeros in it')))(
    '%s is not written to without a rebuild',
    async (_, damage) => {
      await using made = await closedLibrary()
      await damage(made.folder)
      const open = openLibrary({ folder: made.folder, access: 'write' })
      await expect(open).rejects.toMatchObject({ code: 'library-damaged' })
      // The lock is free again.
      await (await openLibrary({ folder: made.folder, access: 'write', rebuild: true })).close()
    },
  )
})

describe('a rebuild', () => {
  test('keeps the folders and reads everything again', async () => {
    await using made = await closedLibrary()
    const writer = await openLibrary({ folder: made.folder, access: 'write', rebuild: true })
    expect(writer.roots()).toEqual([made.docs])
    expect([...writer.documents()]).toEqual([])
    expect(await writer.index()).toMatchObject({ added: 5, embedded: 5 })
    await writer.close()
    expect((await readdir(made.folder)).filter((name) => name.endsWith('.lsg'))).toEqual(['segment-2.lsg'])
  })

  test('keeps the bits of the codes unless others are wished for, which nothing else changes', async () => {
    await using made = await closedLibrary()
    const bits = async (options: { rebuild?: boolean; codeBits?: 1 | 2 | 4 }): Promise<number> => {
      await (await openLibrary({ folder: made.folder, access: 'write', ...options })).close()
      return parseManifest(await readFile(join(made.folder, 'manifest.json'), 'utf8')).codec.bitsPerDimension
    }
    expect(await bits({})).toBe(1)
    await expect(bits({ codeBits: 4 })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('--rebuild'),
    })
    expect(await bits({ rebuild: true, codeBits: 4 })).toBe(4)
    expect(await bits({ codeBits: 4 })).toBe(4)
    expect(await bits({ rebuild: true })).toBe(4)
    expect(await bits({ rebuild: true, codeBits: 1 })).toBe(1)
  })

  test('is taken over by a reader that was open meanwhile', async () => {
    await using made = await closedLibrary()
    await withReader(made.folder, async (reader) => {
      const before = await pathsFor(reader, 'hot drink')
      const writer = await openLibrary({ folder: made.folder, access: 'write', rebuild: true })
      expect(await pathsFor(reader, 'hot drink')).toEqual([])
      await writer.index()
      await writer.close()
      expect(await pathsFor(reader, 'hot drink')).toEqual(before)
    })
  })

  test.each([
    ['catalogue', withNewerCatalogue],
    ['manifest', withNewerManifest],
  ])('of a library whose %s is of a newer Leantern is refused before anything is thrown away', async (_, renew) => {
    await using made = await closedLibrary()
    const { folder } = made
    await renew(folder)
    const before = await readFile(join(folder, 'manifest.json'), 'utf8')
    const open = openLibrary({ folder, access: 'write', rebuild: true })
    await expect(open).rejects.toMatchObject({ code: 'library-too-new' })
    expect(await readFile(join(folder, 'manifest.json'), 'utf8')).toBe(before)
    expect(existsSync(join(folder, 'segment-1.lsg'))).toBe(true)
  })
})

describe('a library made by a newer Leantern', () => {
  test.each(['read', 'write'] as const)('is refused by name for %s', async (access) => {
    await using made = await closedLibrary()
    const { folder } = made
    await withNewerManifest(folder)
    await expect(openLibrary({ folder, access })).rejects.toMatchObject({ code: 'library-too-new' })
  })
})

describe('a folder that is no library', () => {
  test('is missed by name for reading, and for writing where one is expected', async () => {
    await using tree = await makeTree({ 'empty/': '' })
    for (const folder of [tree.at('empty'), tree.at('missing')]) {
      await expect(openLibrary({ folder, access: 'read' })).rejects.toMatchObject({ code: 'no-library' })
      const open = openLibrary({ folder, access: 'write', mustExist: true })
      await expect(open).rejects.toMatchObject({ code: 'no-library' })
    }
    expect(await readdir(tree.at('empty'))).toEqual([])
    expect(existsSync(tree.at('missing'))).toBe(false)
  })

  test.each([
    ['documents', { 'letter.txt': 'Dear Ann' }],
    ['a manifest of another program', { 'manifest.json': '{"manifest_version":3}', 'icon.new': 'x' }],
  ])('but holds %s is left alone, with and without a rebuild', async (_, files) => {
    await using tree = await makeTree(files)
    for (const rebuild of [false, true]) {
      const open = openLibrary({ folder: tree.root, access: 'write', rebuild })
      await expect(open).rejects.toMatchObject({ code: 'bad-request' })
    }
    expect((await readdir(tree.root)).toSorted()).toEqual(Object.keys(files).toSorted((a, b) => (a < b ? -1 : 1)))
  })

  test('but a file is refused', async () => {
    await using tree = await makeTree({ file: 'x' })
    const open = openLibrary({ folder: tree.at('file'), access: 'write' })
    await expect(open).rejects.toMatchObject({ code: 'bad-request' })
    const below = openLibrary({ folder: tree.at('file/library'), access: 'write' })
    await expect(below).rejects.toMatchObject({ code: 'bad-request' })
  })
})

describe('the model', () => {
  test('that is missing is reported, and the next search tries again', async () => {
    await using made = await closedLibrary()
    await using tree = await makeTree({})
    const reader = await openLibrary({ folder: made.folder, access: 'read', modelFolder: tree.at('no model') })
    const search = { query: 'tea', limit: 1, strategy: 'codes' } as const
    await expect(reader.search(search)).rejects.toMatchObject({ code: 'model-missing' })
    await expect(reader.search(search)).rejects.toMatchObject({ code: 'model-missing' })
    await reader.close()
  })

  test('that is missing leaves words to answer, where the library may lack it', async () => {
    await using made = await closedLibrary()
    const models = join(made.folder, '../model')
    const options = { folder: made.folder, access: 'write', modelFolder: models, mayLackModel: true } as const
    const library = await openLibrary(options)
    const { results, notesSaid } = await library.search({ query: 'tea', limit: 5, strategy: 'codes' })
    expect(results.map(({ path }) => path)).toEqual([expect.stringContaining('tea')])
    expect(notesSaid).toMatchObject([{ code: 'note.noModel' }])
    expect(library.modelTrouble()).toMatchObject({ code: 'model-missing' })
    // Meaning alone cannot be had by words.
    const byMeaning = library.search({ query: 'tea', limit: 5, strategy: 'codes', ranking: 'meaning' })
    await expect(byMeaning).rejects.toMatchObject({ code: 'model-missing' })
    await library.wake()
    await cp(embeddedModelFolder(), models, { recursive: true })
    // Not looked for with every letter that is typed; who needs it all the same finds it.
    await library.index()
    expect((await library.search({ query: 'tea', limit: 5, strategy: 'codes' })).notesSaid).toEqual([])
    expect(library.modelTrouble()).toBeNull()
    await library.close()
  })

  test('must be the one that the library was made with', async () => {
    await using made = await closedLibrary()
    const path = join(made.folder, 'manifest.json')
    const { parseManifest, writeManifest } = await import('../leann/manifest.ts')
    const manifest = parseManifest(await readFile(path, 'utf8'))
    await writeFile(path, writeManifest({ ...manifest, model: { ...manifest.model, fingerprint: 'other' } }))
    // Its name is the same: it is said once what differs.
    const message = expect.stringMatching(
      /another version of the model leantern-\S+ than the one here\. .*leantern model use/,
    )
    const failure = { code: 'model-mismatch', message }
    await expect(openLibrary({ folder: made.folder, access: 'write' })).rejects.toMatchObject(failure)
    await withReader(made.folder, async (reader) => expect(pathsFor(reader, 'tea')).rejects.toMatchObject(failure))
  })
})
