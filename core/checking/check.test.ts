import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openLibrary } from '../library.ts'
import { fourFiles, makeLibrary, pathsFor, withReader } from '../test/library-fixture.ts'
import { makeDocx, paragraph } from '../text/testing/docx-fixture.ts'
import type { CheckProgress } from '../types.ts'
import { examine } from './check.ts'
import { check, repair } from './repair.ts'

/** A closed library in two segments: four files, then a document whose text is kept. */
async function closedLibrary(): Promise<AsyncDisposable & { readonly folder: string }> {
  const made = await makeLibrary(fourFiles)
  await made.library.index()
  const body = paragraph('A recipe for bread: flour, water, salt and time. Bake it until the crust is brown.')
  await writeFile(join(made.docs, 'bread.docx'), makeDocx({ body }))
  await made.library.index()
  await made.library.close()
  return { folder: made.folder, [Symbol.asyncDispose]: () => made.tree[Symbol.asyncDispose]() }
}

async function damage(path: string, change: (bytes: Buffer) => Uint8Array): Promise<void> {
  await writeFile(path, change(await readFile(path)))
}

const halved = (bytes: Buffer): Uint8Array => bytes.subarray(0, bytes.length >> 1)
const flipped = (bytes: Buffer): Uint8Array =>
  Uint8Array.from(bytes, (byte, i) => (i === bytes.length >> 1 ? byte ^ 4 : byte))

function forgetTexts(folder: string): void {
  const database = new Database(join(folder, 'texts.sqlite'))
  database.exec('DELETE FROM blocks')
  database.close()
}

function loseEntry(folder: string): void {
  const database = new Database(join(folder, 'catalogue.sqlite'))
  database.exec('DELETE FROM documents WHERE id = 1')
  database.close()
}

/** All pages but the first, which says what tables there are, and the second, the list of folders. */
async function loseDocuments(folder: string): Promise<void> {
  const path = join(folder, 'catalogue.sqlite')
  const database = new Database(path)
  database.pragma('journal_mode = DELETE')
  const pageBytes = Number(database.pragma('page_size', { simple: true }))
  database.close()
  await damage(path, (bytes) => bytes.fill(0, 2 * pageBytes))
}

function makeOlder(folder: string): void {
  const database = new Database(join(folder, 'catalogue.sqlite'))
  database.pragma('user_version = 1')
  database.close()
}

const damages: readonly [string, string, (folder: string) => Promise<void> | void][] = [
  ['a segment cut in half', 'segment-1.lsg', (folder) => damage(join(folder, 'segment-1.lsg'), halved)],
  ['one wrong bit in a segment', 'segment-1.lsg', (folder) => damage(join(folder, 'segment-1.lsg'), flipped)],
  ['a missing segment', 'segment-2.lsg', (folder) => rm(join(folder, 'segment-2.lsg'))],
  ['a missing text cache', 'texts.sqlite', (folder) => rm(join(folder, 'texts.sqlite'))],
  ['a text cache without its texts', 'documents', forgetTexts],
  ['rows without a document', 'documents', loseEntry],
  ['a file left over', 'segment-77.lsg', (folder) => writeFile(join(folder, 'segment-77.lsg'), 'half')],
  ['a manifest cut in half', 'manifest.json', (folder) => damage(join(folder, 'manifest.json'), halved)],
  ['no manifest', 'manifest.json', (folder) => rm(join(folder, 'manifest.json'))],
  ['a catalogue with zeros behind its list of folders', 'catalogue.sqlite', loseDocuments],
  ['a catalogue of an earlier layout', 'catalogue.sqlite', makeOlder],
  [
    'a list of what was forgotten that is none',
    'forgotten.json',
    (folder) => writeFile(join(folder, 'forgotten.json'), '{'),
  ],
  [
    'a list of excluded paths that is none',
    'excluded.json',
    (folder) => writeFile(join(folder, 'excluded.json'), '[]'),
  ],
  ['rules that are none', 'reading.json', (folder) => writeFile(join(folder, 'reading.json'), '"x"')],
]

describe('check', () => {
  test('finds nothing wrong with a sound library', async () => {
    await using made = await closedLibrary()
    expect(await examine(made.folder)).toMatchObject({ segments: 2, chunks: 5, documents: 5, findings: [] })
    expect((await repair(made.folder)).repair).toEqual({ kind: 'sound' })
  })

  test.each(damages)('names %s, and the repair mends it', async (_, part, harm) => {
    await using made = await closedLibrary()
    await harm(made.folder)
    const { findings } = await examine(made.folder)
    expect(findings.map((finding) => finding.part)).toContain(part)
    const { repair: done } = await repair(made.folder)
    const library = await openLibrary({ folder: made.folder, access: 'write', rebuild: done.kind === 'rebuild' })
    await library.index()
    await library.close()
    expect((await examine(made.folder)).findings).toEqual([])
    await withReader(made.folder, async (reader) => {
      expect([...reader.documents()]).toHaveLength(5)
      expect((await pathsFor(reader, 'how to bake bread'))[0]).toContain('bread.docx')
    })
  })

  test('says before a repair what it would do, and changes nothing', async () => {
    await using made = await closedLibrary()
    const { folder } = made
    expect(await check(folder)).toEqual({ documents: 5, findings: [], way: 'none', again: 0, folders: 1 })
    await rm(join(folder, 'segment-2.lsg'))
    const before = await readdir(folder)
    expect(await check(folder)).toEqual({
      documents: 5,
      findings: [
        { kind: 'segment', part: 'segment-2.lsg' },
        { kind: 'documents', part: 'documents' },
      ],
      way: 'mend',
      again: 1,
      folders: 1,
    })
    expect(await readdir(folder)).toEqual(before)
    await loseDocuments(folder)
    expect(await check(folder)).toMatchObject({ documents: 0, way: 'rebuild', folders: 1 })
    await writeFile(join(folder, 'catalogue.sqlite'), 'nothing of it is left')
    expect(await check(folder)).toMatchObject({ documents: 0, way: 'rebuild', folders: 0 })
  })

  test('a repair of a library whose catalogue is lost keeps its folders, also one that is away', async () => {
    await using made = await closedLibrary()
    const { folder } = made
    const database = new Database(join(folder, 'catalogue.sqlite'))
    database.exec("INSERT INTO roots (path) VALUES ('/media/stick/letters')")
    database.close()
    await loseDocuments(folder)
    expect((await repair(folder)).repair).toEqual({ kind: 'rebuild', setAside: [] })
    const library = await openLibrary({ folder, access: 'write', rebuild: true })
    expect(library.roots()).toEqual(expect.arrayContaining(['/media/stick/letters']))
    expect(library.roots()).toHaveLength(2)
    await library.close()
  })

  test('a repair sets aside what the person had chosen where that cannot be read, and a lock that is none', async () => {
    await using made = await closedLibrary()
    const { folder } = made
    await writeFile(join(folder, 'excluded.json'), '{"version":1,"paths":"/home/anna/diary"}')
    await writeFile(
      join(folder, 'writer.lock'),
      'this is no database, but has as many bytes as one has at least'.repeat(20),
    )
    await expect(openLibrary({ folder, access: 'write' })).rejects.toMatchObject({ code: 'library-damaged' })
    expect((await repair(folder)).repair).toEqual({
      kind: 'mended',
      waiting: 0,
      setAside: [{ part: 'excluded.json', name: 'excluded.json.damaged', kept: null }],
    })
    expect(await readFile(join(folder, 'excluded.json.damaged'), 'utf8')).toContain('/home/anna/diary')
    await (await openLibrary({ folder, access: 'write' })).close()
  })

  test('a repair reads again only what was lost', async () => {
    await using made = await closedLibrary()
    await rm(join(made.folder, 'segment-2.lsg'))
    expect((await repair(made.folder)).repair).toEqual({ kind: 'mended', waiting: 1, setAside: [] })
    const library = await openLibrary({ folder: made.folder, access: 'write' })
    expect(await library.index()).toMatchObject({ embedded: 1, unchanged: 4 })
    await library.close()
  })

  test('tells how much of it is read, part by part, up to all of it', async () => {
    await using made = await closedLibrary()
    const told: CheckProgress[] = []
    await examine(made.folder, { onProgress: (progress) => told.push(progress) })
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['segment', 'catalogue', 'texts', 'documents']))
    expect(told.map(({ part }) => part)).toEqual(
      expect.arrayContaining(['segment-1.lsg', 'segment-2.lsg', 'catalogue.sqlite', 'texts.sqlite', 'documents']),
    )
    const shares = told.map(({ doneBytes, totalBytes }) => doneBytes / totalBytes)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect([shares[0], shares.at(-1)]).toEqual([0, expect.closeTo(0.5, 0)])
    expect(Math.max(...shares)).toBeLessThanOrEqual(1)
  })

  test('is stopped between two files; a repair that is stopped has changed nothing, and the library can be opened', async () => {
    await using made = await closedLibrary()
    const { folder } = made
    await rm(join(folder, 'segment-2.lsg'))
    const before = await readdir(folder)
    for (const work of [check, repair]) {
      const stopping = new AbortController()
      const parts: string[] = []
      const onProgress = ({ part }: CheckProgress): void => {
        parts.push(part)
        if (part === 'catalogue.sqlite') stopping.abort()
      }
      await expect(work(folder, { signal: stopping.signal, onProgress })).rejects.toThrow(/abort/u)
      expect(parts).not.toContain('texts.sqlite')
    }
    expect(await readdir(folder)).toEqual(before)
    expect((await repair(folder)).repair).toMatchObject({ kind: 'mended', waiting: 1 })
  })
})
