import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fourFiles, makeLibrary, pathsFor, subjects, type TestLibrary } from '../test/library-fixture.ts'

async function indexed(files: Readonly<Record<string, string>> = fourFiles): Promise<TestLibrary> {
  const made = await makeLibrary(files)
  await made.library.index()
  return made
}

/** Writes a file, with the folders it needs. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

describe('a run over some folders', () => {
  test('takes up what is new, changed and gone there, and nothing elsewhere', async () => {
    await using made = await indexed({ ...fourFiles, 'nature/fern.txt': 'A fern.' })
    const { library, docs } = made
    await write(`${docs}/nature/violin.txt`, subjects.violin)
    await write(`${docs}/nature/volcano.txt`, 'Basalt and ash.')
    await rm(`${docs}/nature/fern.txt`)
    await rm(`${docs}/money.txt`)
    await write(`${docs}/nature/birds/penguin.txt`, 'Changed, in a folder that is not looked at.')
    const summary = await library.index({ folders: [`${docs}/nature`] })
    expect(summary).toMatchObject({ added: 1, changed: 1, removed: 1, unchanged: 0 })
    expect(await library.status()).toMatchObject({ documents: 5, pending: 0 })
    expect((await pathsFor(library, 'musical instrument'))[0]).toBe(`${docs}/nature/violin.txt`)
  })

  test('drops all that was in a folder that is gone, at whatever depth', async () => {
    await using made = await indexed({
      'a/b/c/d.txt': 'one',
      'a/b/e.txt': 'two',
      'a/f.txt': 'three',
      'ab/g.txt': 'four',
    })
    const { library, docs } = made
    await rm(`${docs}/a/b`, { recursive: true })
    expect(await library.index({ folders: [`${docs}/a/b/c`] })).toMatchObject({ removed: 2, unchanged: 1 })
    expect([...library.documents()].map(({ path }) => path)).toEqual([`${docs}/a/f.txt`, `${docs}/ab/g.txt`])
  })

  test('keeps the chunks of a file that moved between the folders', async () => {
    await using made = await indexed()
    const { library, docs } = made
    await rename(`${docs}/nature/volcano.txt`, `${docs}/volcano.txt`)
    const summary = await library.index({ folders: [docs, `${docs}/nature`] })
    expect(summary).toMatchObject({ added: 0, removed: 0, embedded: 0 })
    expect((await pathsFor(library, 'magma and ash'))[0]).toBe(`${docs}/volcano.txt`)
  })

  test('drops what an ignore file leaves out by now', async () => {
    await using made = await indexed()
    const { library, docs } = made
    await write(`${docs}/.leanternignore`, 'nature\n')
    expect(await library.index({ folders: [docs, `${docs}/nature`, `${docs}/nature/birds`] })).toMatchObject({
      removed: 2,
      unchanged: 2,
    })
  })

  test('forgets problems and waiting files that are gone, and only those', async () => {
    await using made = await indexed({ 'a/broken.pdf': 'no PDF', 'b/broken.pdf': 'no PDF', 'c.txt': 'three' })
    const { library, docs } = made
    await rm(join(docs, 'a/broken.pdf'))
    await rm(join(docs, 'b/broken.pdf'))
    await library.index({ folders: [`${docs}/a`] })
    expect(library.problems().map(({ path }) => path)).toEqual([`${docs}/b/broken.pdf`])
  })

  test('of a root that is gone fails by name, loses nothing and says so in the list of problems', async () => {
    await using made = await indexed()
    const { library, docs } = made
    await rename(docs, `${docs} unplugged`)
    await expect(library.index({ folders: [`${docs}/nature`] })).rejects.toMatchObject({ code: 'not-found' })
    expect(await library.status()).toMatchObject({ documents: 4 })
    expect(library.problems()).toMatchObject([{ path: docs, code: 'unreadable' }])
    await rename(`${docs} unplugged`, docs)
    await library.index()
    expect(library.problems()).toEqual([])
  })
})
