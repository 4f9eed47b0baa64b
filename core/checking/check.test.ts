import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openLibrary } from '../library.ts'
import { fourFiles, makeLibrary, pathsFor, withReader } from '../test/library-fixture.ts'
import { makeDocx, paragraph } from '../text/testing/docx-fixture.ts'
import { examine } from './check.ts'
import { repair } from './repair.ts'

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

const damages: readonly [string, string, (folder: string) => Promise<void> | void][] = [
  ['a segment cut in half', 'segment-1.lsg', (folder) => damage(join(folder, 'segment-1.lsg'), halved)],
  ['one wrong bit in a segment', 'segment-1.lsg', (folder) => damage(join(folder, 'segment-1.lsg'), flipped)],
  ['a missing segment', 'segment-2.lsg', (folder) => rm(join(folder, 'segment-2.lsg'))],
  ['a missing text cache', 'texts.sqlite', (folder) => rm(join(folder, 'texts.sqlite'))],
  ['a text cache without its texts', 'documents', forgetTexts],
  ['rows without a document', 'documents', loseEntry],
  ['a file left over', 'segment-77.lsg', (folder) => writeFile(join(folder, 'segment-77.lsg'), 'half')],
  ['a manifest cut in half', 'manifest.json', (folder) => damage(join(folder, 'manifest.json'), halved)],
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

  test('a repair reads again only what was lost', async () => {
    await using made = await closedLibrary()
    await rm(join(made.folder, 'segment-2.lsg'))
    expect((await repair(made.folder)).repair).toEqual({ kind: 'mended', waiting: 1 })
    const library = await openLibrary({ folder: made.folder, access: 'write' })
    expect(await library.index()).toMatchObject({ embedded: 1, unchanged: 4 })
    await library.close()
  })
})
