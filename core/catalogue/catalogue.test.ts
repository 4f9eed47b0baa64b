import Database from 'better-sqlite3'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { type Catalogue, type CatalogueChange } from './catalogue.ts'
import { openCatalogue } from './open-catalogue.ts'
import { isNamed } from './conditions.ts'
import type { DocumentRecord } from './document-record.ts'
import { madeDocument } from './testing/made-document.ts'

/** A catalogue in a folder of its own, closed and removed with `using`. */
async function made(): Promise<AsyncDisposable & { readonly folder: string; readonly catalogue: Catalogue }> {
  const tree = await makeTree({})
  const catalogue = openCatalogue(tree.root, 'create')
  const dispose = async (): Promise<void> => {
    catalogue.close()
    await tree[Symbol.asyncDispose]()
  }
  return { folder: tree.root, catalogue, [Symbol.asyncDispose]: dispose }
}

function record(id: number, path: string, more: Partial<DocumentRecord> = {}): DocumentRecord {
  const size = id * 10
  return madeDocument(id, path, {
    dated: 1000.5 + id,
    size,
    mtimeMs: 1000.5 + id,
    hash: 2n ** 64n - BigInt(id),
    textBytes: size,
    outline: Uint8Array.of(0, id, 0),
    ...more,
  })
}

function change(generation: number, parts: Partial<CatalogueChange> = {}): CatalogueChange {
  return { generation, add: [], retire: [], problems: [], settled: [], ...parts }
}

function idsAt(catalogue: Catalogue, generation: number): number[] {
  return [...catalogue.documents(generation)].map(({ id }) => id)
}

function folderCount(folder: string): number {
  const database = new Database(join(folder, 'catalogue.sqlite'), { readonly: true })
  const { n } = database.prepare('SELECT count(*) AS n FROM folders').get() as { n: number }
  database.close()
  return n
}

describe('documents', () => {
  test('come back as they were written, hashes above 2^63 included', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    const first = record(1, '/docs/a.txt', { place: 'cached', kind: 'pdf', textBytes: 7 })
    catalogue.apply(change(1, { add: [first] }))
    expect({ ...catalogue.document(1, 1), outline: undefined }).toEqual({ ...first, outline: undefined })
    expect([...catalogue.document(1, 1)!.outline]).toEqual([0, 1, 0])
    expect(catalogue.stampAt('/docs/a.txt', 1)).toMatchObject({ id: 1, hash: first.hash, mtimeMs: 1001.5 })
    expect(catalogue.stampAt('/docs/b.txt', 1)).toBeUndefined()
  })

  test('of a change are invisible until its generation is asked for', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    catalogue.apply(change(1, { add: [record(1, '/docs/a.txt')] }))
    catalogue.apply(change(2, { add: [record(2, '/docs/a.txt')], retire: [1] }))
    expect([0, 1, 2, 3].map((generation) => idsAt(catalogue, generation))).toEqual([[], [1], [2], [2]])
    expect(catalogue.stampAt('/docs/a.txt', 1)?.id).toBe(1)
    expect(catalogue.stampAt('/docs/a.txt', 2)?.id).toBe(2)
    expect(catalogue.totals.whole(1)).toMatchObject({ documents: 1, textBytes: 10, sourceBytes: 10 })
    expect(catalogue.totals.whole(2)).toMatchObject({ documents: 1, textBytes: 20, sourceBytes: 20 })
  })

  test('that retired are gone once purged; those that retire later stay', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    catalogue.apply(change(1, { add: [record(1, '/docs/a.txt'), record(2, '/docs/b.txt')] }))
    catalogue.apply(change(2, { retire: [1] }))
    catalogue.apply(change(3, { retire: [2] }))
    expect(catalogue.purge(1)).toEqual([])
    expect(catalogue.purge(2)).toEqual([1])
    expect(idsAt(catalogue, 1)).toEqual([2])
    expect(catalogue.purge(3)).toEqual([2])
  })

  test('below a folder are those in it, not those of a folder whose name begins the same', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    const paths = ['/docs/a.txt', '/docs/in/b.txt', '/docs2/c.txt', '/docs/inn/d.txt', '/doc%/e.txt', '/e.txt']
    catalogue.apply(change(1, { add: paths.map((path, i) => record(i + 1, path)) }))
    const below = (path: string): string[] => [...catalogue.documentsBelow(path, 1)].map(({ path: found }) => found)
    expect(below('/docs/in')).toEqual(['/docs/in/b.txt'])
    expect(below('/docs')).toEqual(['/docs/a.txt', '/docs/in/b.txt', '/docs/inn/d.txt'])
    expect(below('/doc%')).toEqual(['/doc%/e.txt'])
    expect(below('/')).toHaveLength(6)
  })

  test('move with their id, and leave no empty folder behind', async () => {
    await using made_ = await made()
    const { catalogue, folder } = made_
    catalogue.apply(change(1, { add: [record(1, '/old/a.txt'), record(2, '/old/b.txt')] }))
    catalogue.unread.addPending(['/new/a.txt'])
    catalogue.files.relocate(catalogue.files.at('/old/a.txt', 1)!, { path: '/new/a.txt', size: 10, mtimeMs: 5 })
    expect(catalogue.document(1, 1)).toMatchObject({ id: 1, path: '/new/a.txt', mtimeMs: 5 })
    expect(catalogue.stampAt('/old/a.txt', 1)).toBeUndefined()
    expect(catalogue.unread.pendingPaths()).toEqual([])
    expect(folderCount(folder)).toBe(2)
    catalogue.files.relocate(catalogue.files.at('/old/b.txt', 1)!, { path: '/new/b.txt', size: 20, mtimeMs: 5 })
    expect(folderCount(folder)).toBe(1)
    catalogue.apply(change(2, { retire: [1, 2] }))
    catalogue.purge(2)
    expect(folderCount(folder)).toBe(0)
  })
})

describe('rolling back', () => {
  test('undoes additions and retirements of generations that were never published; their files wait again', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    catalogue.apply(change(1, { add: [record(1, '/docs/a.txt'), record(2, '/docs/b.txt')] }))
    catalogue.apply(change(2, { add: [record(3, '/docs/a.txt'), record(4, '/docs/c.txt')], retire: [1, 2] }))
    catalogue.rollBackTo(1)
    expect(idsAt(catalogue, 1)).toEqual([1, 2])
    expect(idsAt(catalogue, 2)).toEqual([1, 2])
    expect(catalogue.unread.pendingPaths()).toEqual(['/docs/a.txt', '/docs/c.txt'])
    catalogue.apply(change(2, { add: [record(3, '/docs/a.txt')], retire: [1] }))
    expect(idsAt(catalogue, 2)).toEqual([3, 2])
  })

  test('to the present changes nothing', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    catalogue.apply(change(1, { add: [record(1, '/docs/a.txt')] }))
    catalogue.rollBackTo(1)
    expect(idsAt(catalogue, 1)).toEqual([1])
    expect(catalogue.unread.pendingPaths()).toEqual([])
  })
})

describe('problems and waiting files', () => {
  const problem = { path: '/docs/bad.pdf', size: 5, mtimeMs: 6.25, code: 'damaged', message: 'no PDF' } as const

  test('are kept until they are settled', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    catalogue.unread.addPending(['/docs/bad.pdf', '/docs/new.txt'])
    catalogue.apply(change(1, { problems: [problem], settled: ['/docs/bad.pdf'] }))
    expect(catalogue.unread.problems()).toEqual([problem])
    expect(catalogue.unread.problemAt('/docs/bad.pdf')).toEqual(problem)
    expect(catalogue.unread.pendingPaths()).toEqual(['/docs/new.txt'])
    expect(catalogue.unread.isPending('/docs/new.txt')).toBe(true)
    expect(catalogue.totals.whole(1)).toMatchObject({ problems: 1, pending: 1 })
    catalogue.apply(change(2, { settled: ['/docs/bad.pdf', '/docs/new.txt'] }))
    expect(catalogue.totals.whole(2)).toMatchObject({ problems: 0, pending: 0 })
  })

  test('below a root are replaced by a scan and forgotten with it, others stay', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    catalogue.unread.addPending(['/docs/a', '/docs', '/docs2/b'])
    catalogue.unread.setPendingBelow('/docs', ['/docs/c', '/docs/c'])
    expect(catalogue.unread.pendingPaths()).toEqual(['/docs/c', '/docs2/b'])
    catalogue.apply(change(1, { problems: [problem, { ...problem, path: '/docs2/x' }] }))
    expect(catalogue.unread.problemPathsBelow('/docs')).toEqual(['/docs/bad.pdf'])
    catalogue.forgetBelow('/docs')
    expect(catalogue.unread.pendingPaths()).toEqual(['/docs2/b'])
    expect(catalogue.unread.problems().map(({ path }) => path)).toEqual(['/docs2/x'])
  })
})

describe('roots', () => {
  test('are listed once each and survive clearing', async () => {
    await using made_ = await made()
    const { catalogue } = made_
    for (const root of ['/b', '/a', '/b']) catalogue.addRoot(root)
    catalogue.apply(change(1, { add: [record(1, '/a/x.txt')] }))
    catalogue.unread.addPending(['/a/y.txt'])
    catalogue.clear()
    expect(catalogue.roots()).toEqual(['/a', '/b'])
    expect(catalogue.totals.whole(1)).toEqual({ documents: 0, textBytes: 0, sourceBytes: 0, problems: 0, pending: 0 })
    catalogue.removeRoot('/a')
    expect(catalogue.roots()).toEqual(['/b'])
  })
})

describe('opening', () => {
  test('gives what was written, to a reader at the same time too', async () => {
    await using made_ = await made()
    const { catalogue, folder } = made_
    const reader = openCatalogue(folder, 'read')
    catalogue.apply(change(1, { add: [record(1, '/docs/a.txt')] }))
    expect(idsAt(reader, 1)).toEqual([1])
    reader.close()
  })

  test('makes a file that only its owner may read', async () => {
    await using made_ = await made()
    expect((await stat(join(made_.folder, 'catalogue.sqlite'))).mode & 0o777).toBe(0o600)
  })

  test.each(['read', 'write'] as const)(
    'for %s fails by name where it is missing, empty or no catalogue',
    async (access) => {
      await using tree = await makeTree({})
      const failure = expect.objectContaining({
        code: 'library-damaged',
        message: expect.stringContaining('--rebuild'),
      })
      expect(() => openCatalogue(tree.root, access)).toThrow(failure)
      await writeFile(tree.at('catalogue.sqlite'), '')
      expect(() => openCatalogue(tree.root, access)).toThrow(failure)
      await writeFile(
        tree.at('catalogue.sqlite'),
        'something else, long enough to be looked at as a header. '.repeat(30),
      )
      expect(() => openCatalogue(tree.root, access)).toThrow(failure)
    },
  )

  test.each(['read', 'write', 'create'] as const)('for %s refuses a newer format by name', async (access) => {
    await using made_ = await made()
    const database = new Database(join(made_.folder, 'catalogue.sqlite'))
    database.pragma('user_version = 99')
    database.close()
    expect(() => openCatalogue(made_.folder, access)).toThrow(expect.objectContaining({ code: 'library-too-new' }))
  })

  test('reports pages that turn out to be damaged as a damaged library', async () => {
    await using made_ = await made()
    const { catalogue, folder } = made_
    const add = Array.from({ length: 500 }, (_, i) => record(i + 1, `/docs/${i % 50}/file ${i}.txt`))
    catalogue.apply(change(1, { add }))
    catalogue.checkpoint()
    catalogue.close()
    const path = join(folder, 'catalogue.sqlite')
    const bytes = await readFile(path)
    await writeFile(path, bytes.fill(0xa5, 8192))
    const failure = expect.objectContaining({ code: 'library-damaged', message: expect.stringContaining('--rebuild') })
    const damaged = openCatalogue(folder, 'read')
    expect(() => idsAt(damaged, 1)).toThrow(failure)
    expect(() => damaged.stampAt('/docs/1/file 1.txt', 1)).toThrow(failure)
    damaged.close()
    const writable = openCatalogue(folder, 'write')
    expect(() => writable.clear()).toThrow(failure)
    writable.close()
  })
})

describe('a document by its place', () => {
  const names = ['a.txt', 'b.txt', `${'x'.repeat(40)}.txt`, `${'x'.repeat(39)}y.txt`, '1717400000.M1P2.host:2,S']

  test('is found whatever its name, by the index and not by all names of its folder', async () => {
    await using its = await made()
    const { catalogue, folder } = its
    catalogue.apply(change(1, { add: names.map((name, i) => record(i + 1, `/docs/${name}`)) }))
    for (const [i, name] of names.entries()) expect(catalogue.stampAt(`/docs/${name}`, 1)?.id).toBe(i + 1)
    expect(catalogue.stampAt(`/docs/${'x'.repeat(41)}txt`, 1)).toBeUndefined()
    const database = new Database(join(folder, 'catalogue.sqlite'), { readonly: true })
    const sql = `EXPLAIN QUERY PLAN SELECT d.id FROM folders f CROSS JOIN documents d ON d.folder = f.id WHERE f.path = :folder AND ${isNamed}`
    const plan = database.prepare(sql).all({ folder: '/docs', name: 'a.txt' }) as { detail: string }[]
    database.close()
    expect(plan.map(({ detail }) => detail).join()).toContain(
      'documents_by_name (folder=? AND <expr>=? AND <expr>=? AND <expr>=?)',
    )
  })

  test('is found in a catalogue with the index of before, which gives way when it is opened for writing', async () => {
    await using its = await made()
    its.catalogue.apply(change(1, { add: names.map((name, i) => record(i + 1, `/docs/${name}`)) }))
    const path = join(its.folder, 'catalogue.sqlite')
    const indexes = (): unknown[] => {
      const database = new Database(path, { readonly: true })
      const found = database.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'documents_%'").pluck().all()
      database.close()
      return found
    }
    const database = new Database(path)
    database.exec('DROP INDEX documents_by_name; CREATE INDEX documents_place ON documents (folder, name)')
    database.close()
    const reader = openCatalogue(its.folder, 'read')
    expect(reader.stampAt('/docs/b.txt', 1)?.id).toBe(2)
    reader.close()
    openCatalogue(its.folder, 'write').close()
    expect(indexes()).toEqual(['documents_retired', 'documents_by_name'])
  })
})
