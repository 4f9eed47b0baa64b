import { readdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { makeLibrary, subjects } from '../../test/library-fixture.ts'
import { mailOf } from '../../test/mail-fixture.ts'
import { randomNumbers } from '../../random.ts'
import { readDocumentText } from '../read-text.ts'
import { makeTar, partsOf, readParts, tarMember } from '../testing/archive-fixture.ts'
import { makeDocx, paragraph } from '../testing/docx-fixture.ts'
import { makePdf } from '../testing/pdf-fixture.ts'

/** A file of these bytes in a folder of its own. */
async function fileOf(name: string, bytes: Uint8Array) {
  const tree = await makeTree({ 'folder/': '' })
  const path = tree.at(`folder/${name}`)
  await writeFile(path, bytes)
  return { path, folder: tree.at('folder'), [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

function zipOf(members: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(members).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  )
}

const notes = { 'a.txt': 'Green tea.', 'sub/b.md': '# Volcano\n\nAsh.', 'photo.jpg': 'no text' }
const notesRead = ['a.txt: Green tea.', 'sub/b.md: # Volcano\n\nAsh.', 'photo.jpg: ']

describe('the members of an archive are documents', () => {
  test.each([
    ['a.zip', zipOf(notes)],
    ['a.tar', makeTar(notes)],
    ['a.tgz', gzipSync(makeTar(notes))],
    ['a.tar.gz', gzipSync(makeTar(notes))],
  ])('%s', async (name, bytes) => {
    await using file = await fileOf(name, bytes)
    expect(await readParts(file.path)).toEqual(notesRead)
    expect(Buffer.from(await readDocumentText(file.path, 'sub/b.md')).toString()).toBe('# Volcano\n\nAsh.')
    await expect(readDocumentText(file.path, 'gone.txt')).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('so is the one file that gzip packed', async () => {
    await using file = await fileOf('notes.txt.gz', gzipSync('Green tea.'))
    expect(await readParts(file.path)).toEqual(['notes.txt: Green tea.'])
  })

  test('also behind the program that unpacks them', async () => {
    await using file = await fileOf('a.zip', Buffer.concat([Buffer.from('PK program '), zipOf(notes)]))
    expect(await readParts(file.path)).toEqual(notesRead)
  })

  test('each by the reader of its kind', async () => {
    await using file = await fileOf('a.zip', zipOf({ 'letter.docx': makeDocx({ body: paragraph('Dear Anna') }) }))
    expect(await readParts(file.path)).toEqual(['letter.docx: Dear Anna'])
  })

  test('found by a search, and kept while the archive grows', async () => {
    await using made = await makeLibrary({ 'other.txt': subjects.mortgage })
    const path = `${made.docs}/old.zip`
    await writeFile(path, zipOf({ 'tea.txt': subjects.tea, 'volcano.txt': subjects.volcano }))
    expect(await made.library.index()).toMatchObject({ added: 3, failed: 0 })
    const request = { query: 'green tea infusion', limit: 1, strategy: 'codes' } as const
    const { results } = await made.library.search(request)
    expect(results[0]).toMatchObject({ path, part: 'tea.txt', title: 'tea', source: 'folder' })
    await writeFile(
      path,
      zipOf({ 'violin.txt': subjects.violin, 'tea.txt': subjects.tea, 'volcano.txt': subjects.volcano }),
    )
    expect(await made.library.index()).toMatchObject({ added: 1, embedded: 1, removed: 0 })
  })

  test('found by their names where they cannot be read, with the reason, also while the archive grows', async () => {
    await using made = await makeLibrary({})
    const { library, docs } = made
    const path = `${docs}/letters.zip`
    const locked = makePdf({ pages: [['A line']], isEncrypted: true })
    const mail = mailOf({ subject: 'The roof', body: subjects.tea, attached: { 'offer.pdf': locked } })
    await writeFile(path, zipOf({ 'contract.pdf': locked, 'beach.jpg': 'x', 'roof.eml': mail }))
    expect(await library.index()).toMatchObject({ added: 4, failed: 2 })
    const found = async (query: string): Promise<string[]> =>
      (await library.search({ query, limit: 5, strategy: 'codes' })).results.map(({ part }) => part)
    const reasons = [
      ['contract.pdf', 'encrypted'],
      ['roof.eml//1 offer.pdf', 'encrypted'],
    ]
    const problems = () => library.problems().map(({ part, code }) => [part, code])
    expect([(await found('contract'))[0], (await found('beach'))[0]]).toEqual(['contract.pdf', 'beach.jpg'])
    expect(problems()).toEqual(reasons)
    expect((await found('contract.pdf'))[0]).toBe('contract.pdf')
    expect(await found('letters contract')).toContain('contract.pdf')
    for (const query of ['offer roof', 'offer anna']) expect(await found(query)).toContain('roof.eml//1 offer.pdf')
    await writeFile(
      path,
      zipOf({ 'new.txt': subjects.violin, 'contract.pdf': locked, 'beach.jpg': 'x', 'roof.eml': mail }),
    )
    expect(await library.index()).toMatchObject({ added: 1, removed: 0 })
    expect([(await found('contract'))[0], problems()]).toEqual(['contract.pdf', reasons])
    expect(await library.why(`${path} # contract.pdf`)).toMatchObject({
      verdict: 'not-readable',
      message: expect.stringMatching(/found by its name.*password/su),
    })
  })

  test('in archives inside as well, down to four', async () => {
    const fifth = zipOf({ 'e.txt': 'too deep' })
    const fourth = zipOf({ 'd.txt': 'the fourth', 'fifth.zip': fifth })
    const third = makeTar({ 'c.txt': 'the third', 'fourth.zip': fourth })
    const second = gzipSync(makeTar({ 'b.txt': 'the second', 'third.tar': third }))
    await using file = await fileOf('a.zip', zipOf({ 'second.tgz': second, 'a.txt': 'the first' }))
    const deepest = 'second.tgz!/third.tar!/fourth.zip!/'
    const read = [
      'second.tgz!/b.txt: the second',
      'second.tgz!/third.tar!/c.txt: the third',
      `${deepest}d.txt: the fourth`,
      expect.stringMatching(/fifth\.zip: unsupported Archives are read down to 4 in each other\./u),
      'a.txt: the first',
    ]
    expect(await readParts(file.path)).toEqual(read)
    expect(Buffer.from(await readDocumentText(file.path, `${deepest}d.txt`)).toString()).toBe('the fourth')
    const texts = (await partsOf(file.path)).map((part) => part.kind === 'prepared' && part.cachedText !== null)
    expect(texts).toEqual(read.map(() => true))
  })
})

describe('a bomb of archives in archives', () => {
  /** `width` archives in each, `depth` deep, and at the end of each a megabyte of blanks. */
  function nested(width: number, depth: number): Uint8Array {
    const inside = depth === 0 ? Buffer.alloc(1024 * 1024, ' ') : nested(width, depth - 1)
    const name = depth === 0 ? 'txt' : 'zip'
    return zipOf(Object.fromEntries(Array.from({ length: width }, (_, i) => [`${i}.${name}`, inside])))
  }

  test('is refused before much of it is unpacked, with its reason', async () => {
    await using file = await fileOf('42.zip', nested(16, 3))
    const read = await readParts(file.path)
    // 65,536 texts of a megabyte are in it; some sixteen are looked at.
    expect(read.length).toBeLessThan(50)
    expect(read.at(-1)).toMatch(
      /^\(the rest of the archive\)! too-large .*unpacks from [\d,]+ bytes to more than \d+ MB/u,
    )
  })

  test('of gzip as well', async () => {
    const inner = gzipSync(Buffer.alloc(15 * 1024 * 1024, ' '))
    const members = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.txt.gz`, inner]))
    await using file = await fileOf('a.tgz', gzipSync(makeTar(members)))
    const read = await readParts(file.path)
    expect(read.at(-1)).toMatch(/too-large .*unpacks from [\d,]+ bytes/u)
  })
})

describe('names in an archive', () => {
  test('are text: nothing is written anywhere', async () => {
    await using file = await fileOf(
      'a.zip',
      zipOf({ '../../x.txt': 'up', '/etc/y.txt': 'root', 'c//d.txt': 'twice', 'e.zip!/f.txt': 'mark' }),
    )
    expect(await readParts(file.path)).toEqual([
      '../../x.txt: up',
      '/etc/y.txt: root',
      'c/d.txt: twice',
      'e.zip!_/f.txt: mark',
    ])
    expect(await readdir(file.folder)).toEqual(['a.zip'])
  })

  test('that a folder would leave out are left out', async () => {
    const members = {
      'node_modules/a/readme.md': 'x',
      '.git/x.txt': 'x',
      '.env': 'x',
      '__MACOSX/._a.txt': 'x',
      'ok.txt': 'kept',
    }
    await using file = await fileOf('a.tar', makeTar(members))
    expect(await readParts(file.path)).toEqual(['ok.txt: kept'])
  })

  test('that stand twice are told apart', async () => {
    const twice = [...tarMember('a.txt', Buffer.from('first')), ...tarMember('a.txt', Buffer.from('second'))]
    await using file = await fileOf('a.tar', Buffer.concat([...twice, Buffer.alloc(1024)]))
    expect(await readParts(file.path)).toEqual(['a.txt: first', 'a.txt (2): second'])
    expect(Buffer.from(await readDocumentText(file.path, 'a.txt (2)')).toString()).toBe('second')
  })

  test('may be longer than a header of tar has room for', async () => {
    const name = `${'folder/'.repeat(20)}a.txt`
    await using file = await fileOf('a.tar', makeTar({ [name]: 'long' }))
    expect(await readParts(file.path)).toEqual([`${name}: long`])
  })
})

describe('what cannot be read is told, and the rest is read', () => {
  test('a member with a password', async () => {
    const bytes = Buffer.from(zipOf({ 'a.txt': 'secret', 'b.txt': 'open' }))
    bytes[bytes.indexOf('PK\u0001\u0002', 0, 'latin1') + 8] |= 1
    await using file = await fileOf('a.zip', bytes)
    expect(await readParts(file.path)).toEqual([expect.stringMatching(/^a\.txt: encrypted .*password/u), 'b.txt: open'])
  })

  test('a member that unpacks to what no document does', async () => {
    const bomb = new Uint8Array(20 * 1024 * 1024)
    await using file = await fileOf('a.zip', zipOf({ 'bomb.txt': bomb, 'b.txt': 'fine' }))
    expect(await readParts(file.path)).toEqual([expect.stringContaining('bomb.txt: too-large'), 'b.txt: fine'])
  })

  test('a member that unpacks to more than it says', async () => {
    const bytes = Buffer.from(zipSync({ 'a.txt': strToU8('word '.repeat(1000)) }))
    bytes.writeUInt32LE(100, bytes.indexOf('PK\u0001\u0002', 0, 'latin1') + 24)
    await using file = await fileOf('a.zip', bytes)
    expect(await readParts(file.path)).toEqual([expect.stringMatching(/^a\.txt! damaged .*more than its list says/u)])
  })

  test('a bomb of gzip', async () => {
    await using file = await fileOf('a.txt.gz', gzipSync(Buffer.alloc(50 * 1024 * 1024)))
    expect(await readParts(file.path)).toEqual([expect.stringContaining('a.txt: too-large')])
  })

  test('more members than are read', async () => {
    const header = tarMember('a.jpg', Buffer.alloc(0))
    const many = Array.from({ length: 10_001 }, () => Buffer.concat(header))
    await using file = await fileOf('a.tar', Buffer.concat([...tarMember('a.txt', Buffer.from('first')), ...many]))
    const read = await readParts(file.path)
    expect([read[0], read.length]).toEqual(['a.txt: first', 10_001])
    expect(read.at(-1)).toMatch(/^\(the rest of the archive\)! too-large .*10,000/u)
  })

  test.each([
    ['a.tar', makeTar(notes).subarray(0, 1030)],
    ['a.tgz', gzipSync(makeTar({ 'a.txt': 'Green tea.', 'b.txt': noise(300_000) })).subarray(0, -100_000)],
  ])('%s that is cut off', async (name, bytes) => {
    await using file = await fileOf(name, bytes)
    const [first, ...rest] = await readParts(file.path)
    expect(first).toBe('a.txt: Green tea.')
    expect(rest.at(-1)).toContain('! damaged')
  })

  test.each([
    ['a.zip', zipOf(notes).subarray(0, -30)],
    ['a.zip', Buffer.from('no archive at all')],
    ['a.gz', gzipSync('x').subarray(0, 12)],
    ['a.tar', Buffer.alloc(2000, 'x')],
  ])('%s that is none', async (name, bytes) => {
    await using file = await fileOf(name, bytes)
    await expect(partsOf(file.path)).rejects.toThrow(/^damaged: /u)
  })
})

test('an archive with changed bytes gives its documents or the reason why not', async () => {
  const random = randomNumbers(7)
  const below = (end: number): number => Math.floor(random() * end)
  const inner = zipOf({ 'conversations.json': '[{"mapping":{},"create_time":1,"title":"x"}]', 'b.txt': 'inside' })
  const archives = [zipOf({ ...notes, 'inner.zip': inner }), makeTar({ ...notes, 'inner.zip': inner })]
  await using file = await fileOf('a.zip', new Uint8Array(0))
  const reasons = new Set<string>()
  for (let round = 0; round < 300; round++) {
    const bytes = Buffer.from(archives[round % 2])
    for (let i = 0; i < 1 + below(8); i++) bytes[below(bytes.length)] = [0, 0xff, below(256)][below(3)]
    await writeFile(file.path, round % 3 === 0 ? gzipSync(bytes) : bytes)
    const parts = await partsOf(file.path).catch((error: unknown) => [String(error)])
    for (const part of parts) reasons.add(typeof part === 'string' ? part.split(':')[1] : part.kind)
  }
  expect([...reasons].toSorted()).toEqual(
    [' damaged', ' unreadable', 'failed', 'prepared'].filter((reason) => reasons.has(reason)),
  )
  expect(reasons).toContain('prepared')
  expect(reasons).toContain('failed')
})

test('a member whose content is known is not unpacked again', async () => {
  await using file = await fileOf('a.zip', zipOf(notes))
  const first = await partsOf(file.path)
  const again = await partsOf(
    file.path,
    first.flatMap(({ hash }) => hash ?? []),
  )
  expect(again.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'unchanged'])
})

/** Text that does not get smaller by packing. */
function noise(length: number): string {
  let seed = 1
  const next = (): string =>
    String.fromCharCode(32 + (((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 16) % 95))
  return Array.from({ length }, next).join('')
}
