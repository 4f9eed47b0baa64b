import { readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import type { LibraryStatus, SearchAnswer } from '../types.ts'
import { leantern, type Outcome } from './testing.ts'

let tree: TestTree
/** A library of five files, one of which is broken. */
let library: string
let docs: string

beforeAll(async () => {
  const files = Object.entries({ ...fourFiles, 'broken.pdf': 'no PDF' })
  tree = await makeTree({
    ...Object.fromEntries(files.map(([path, content]) => [`docs/${path}`, content])),
    'empty/': '',
    'picture.raw': '',
  })
  docs = tree.at('docs')
  library = tree.at('library')
  await leantern('index', docs, '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

describe('help and wrong use', () => {
  test.each([
    ['--help'],
    ['index', '--help'],
    ['search', '--help'],
    ['status', '--help'],
    ['list', '--help'],
    ['remove', '--help'],
  ])('%s %s explains itself on standard output and ends with 0', async (...words) => {
    const { code, out, err } = await leantern(...words.filter((word) => word !== undefined))
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Usage: leantern')
  })

  test('the help names the exit codes and gives examples', async () => {
    const { out } = await leantern('--help')
    expect(out).toContain('Exit codes: 0 done or found, 1 nothing found, 2 wrong usage, 3 failed, 130 interrupted.')
    expect(out).toContain('leantern search "contract renewals from Q4"')
  })

  test('the version is told', async () => {
    expect(await leantern('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) })
  })

  test.each([
    [[], 'Usage: leantern'],
    [['dance'], "unknown command 'dance'"],
    [['search'], "missing required argument 'query'"],
    [['search', 'two', 'words'], 'Expected one question in quotes'],
    [['search', 'one', 'two', 'three'], 'too many arguments'],
    [['search', 'tea', '--limit', '0'], 'Expected a whole number from 1 to 1000, got "0".'],
    [['search', 'tea', '--limit', 'ten'], 'Expected a whole number from 1 to 1000, got "ten".'],
    [['search', 'tea', '--strategy', 'magic'], 'Allowed choices are'],
    [['search', 'tea', '--unknown'], "unknown option '--unknown'"],
    [['search', '-draft tax'], 'leantern search -- "-draft tax"'],
    [['index', '--unknown'], "unknown option '--unknown'"],
    [['status', '--unknown'], "unknown option '--unknown'"],
    [['list', '--unknown'], "unknown option '--unknown'"],
    [['remove'], "missing required argument 'path'"],
  ])('%j ends with 2 and says what was wrong', async (words, message) => {
    const { code, out, err } = await leantern(...words)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })
})

describe('index', () => {
  test('reads folders, says what it did and what failed', async () => {
    const { code, out, err } = await leantern('index', docs, '--index', tree.at('first'))
    expect(code).toBe(0)
    expect(out).toMatch(/^4 new, 0 changed, 0 unchanged, 0 removed, 1 not readable\n/u)
    expect(out).toContain('Library: 4 documents, 4 chunks; semantic index')
    expect(err).toContain(`${docs}/broken.pdf: `)
    const again = await leantern('index', '--index', tree.at('first'))
    expect(again.out).toMatch(/^0 new, 0 changed, 5 unchanged, 0 removed, 0 not readable\n/u)
  })

  test('prints the summary as JSON', async () => {
    const { code, out } = await leantern('index', docs, '--index', library, '--json')
    expect(code).toBe(0)
    const { elapsedMs, ...summary } = JSON.parse(out) as Record<string, unknown>
    expect(elapsedMs).toBeGreaterThan(0)
    expect(summary).toEqual({
      added: 0,
      changed: 0,
      unchanged: 5,
      removed: 0,
      failed: 0,
      chunks: 0,
      embedded: 0,
      textBytes: 0,
      sourceBytes: 0,
      cancelled: false,
    })
  })

  test('takes the words that LEANN has: build, --path and --output', async () => {
    const output = tree.at('leann')
    const built = await leantern('build', '--path', `${docs}/nature`, '--output', output)
    expect(built).toMatchObject({ code: 0, out: expect.stringMatching(/^2 new/u) })
    const found = await leantern('search', 'magma', '--index', output)
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining(`${docs}/nature/volcano.txt`) })
    const indexed = await leantern('index', '--path', docs, `${docs}/nature`, '--output', output)
    expect(indexed).toMatchObject({ code: 0, out: expect.stringMatching(/^2 new, 0 changed, 2 unchanged/u) })
  })

  test('reads everything again with --rebuild', async () => {
    const folder = tree.at('rebuilt')
    await leantern('index', docs, '--index', folder)
    const { out } = await leantern('index', '--rebuild', '--index', folder)
    expect(out).toMatch(/^4 new, 0 changed, 0 unchanged/u)
  })

  test('makes a library with more bits a dimension, and says what they may be', async () => {
    const folder = tree.at('four-bits')
    expect(await leantern('index', docs, '--index', folder, '--code-bits', '4')).toMatchObject({ code: 0 })
    const found = await leantern('search', 'magma', '--index', folder)
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining('volcano.txt') })
    const refused = await leantern('index', docs, '--index', folder, '--code-bits', '2')
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--rebuild') })
    const three = await leantern('index', docs, '--index', folder, '--code-bits', '3')
    expect(three).toMatchObject({ code: 2, err: expect.stringContaining('Expected 1, 2 or 4, got "3"') })
  })

  test('mends a damaged library with --rebuild, as the error said', async () => {
    const folder = tree.at('damaged')
    await leantern('index', docs, '--index', folder)
    await writeFile(`${folder}/manifest.json`, 'x')
    const failed = await leantern('search', 'tea', '--index', folder)
    expect(failed).toMatchObject({ code: 3, out: '', err: expect.stringContaining('--rebuild') })
    expect(await leantern('index', '--index', folder)).toMatchObject({ code: 3 })
    expect(await leantern('index', '--index', folder, '--rebuild')).toMatchObject({ code: 0 })
    expect(await leantern('search', 'tea', '--index', folder)).toMatchObject({ code: 0 })
  })

  test.each([
    ['a missing path', ['nothing'], 'There is no folder'],
    ['a file of a kind that is not read', ['picture.raw'], 'Expected a folder or a file of a kind that is read'],
  ])('refuses %s and makes no library for it', async (_, paths, message) => {
    const folder = tree.at('never')
    const { code, out, err } = await leantern('index', ...paths.map((path) => tree.at(path)), '--index', folder)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(await readdir(tree.root)).not.toContain('never')
  })

  test('without a folder, in the words or in the library, asks for one and makes no library', async () => {
    const { code, err } = await leantern('index', '--index', tree.at('never'))
    expect(code).toBe(2)
    expect(err).toContain('Expected a folder to index, got none')
    expect(await readdir(tree.root)).not.toContain('never')
  })

  test('refuses two libraries at once, and a library among other files', async () => {
    const two = await leantern('index', docs, '--index', library, '--output', tree.at('other'))
    expect(two).toMatchObject({ code: 2, err: expect.stringContaining('Expected one library, got two') })
    const foreign = await leantern('index', tree.at('empty'), '--output', docs)
    expect(foreign).toMatchObject({ code: 2, err: expect.stringContaining('which holds other files') })
  })
})

describe('search', () => {
  test('prints ranked passages with their paths', async () => {
    const { code, out, err } = await leantern('search', 'hot drink from leaves', '--index', library, '--limit', '2')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^ 1\. Tea\n {4}.*Green tea.*\n {4}.*\/docs\/tea\.md:\d+\n\n 2\. /u)
    expect(out).not.toContain(' 3. ')
  })

  test('explains itself when asked', async () => {
    const { out } = await leantern('search', 'green leaves', '--index', library, '--explain')
    expect(out).toMatch(/Found because it says “green” and “leaves”.*\. Score -?\d\.\d{3}\./u)
    expect(out).toMatch(/Strategy codes: 4 chunks, 4 codes read, .*4 recomputed, .*0 out of date\./u)
  })

  test.each(['codes', 'flat'])('prints one JSON object (%s)', async (strategy) => {
    const words = ['search', ' hot drink ', '--index', library, '--json', '--strategy', strategy]
    const { code, out } = await leantern(...words)
    expect(code).toBe(0)
    expect(out.split('\n')).toHaveLength(2)
    const answer = JSON.parse(out) as SearchAnswer
    expect(answer.query).toBe('hot drink')
    const { stats } = answer
    expect(stats.strategy).toBe(strategy)
  })

  test('prints an empty answer as JSON and ends with 1 when nothing is there', async () => {
    await leantern('index', tree.at('empty'), '--index', tree.at('bare'))
    const { code, out } = await leantern('search', 'tea', '--index', tree.at('bare'), '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ query: 'tea', results: [] })
    const plain = await leantern('search', 'tea', '--index', tree.at('bare'))
    expect(plain).toEqual({ code: 1, out: '', err: 'Nothing found for “tea”.\n' })
  })

  test.each(['', '   '])('refuses an empty query (%j)', async (query) => {
    const { code, out, err } = await leantern('search', query, '--index', library)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('Expected a question or some words')
  })

  test('without a library says how to make one', async () => {
    const { code, err } = await leantern('search', 'tea', '--index', tree.at('never'))
    expect(code).toBe(3)
    expect(err).toContain('No library in')
    expect(err).toContain('leantern index FOLDER')
  })

  test('takes the library from LEANTERN_LIBRARY when none is named', async () => {
    process.env['LEANTERN_LIBRARY'] = library
    try {
      expect(await leantern('search', 'tea')).toMatchObject({ code: 0 })
    } finally {
      delete process.env['LEANTERN_LIBRARY']
    }
  })
})

describe('status', () => {
  test('says what the library holds and weighs', async () => {
    const { code, out } = await leantern('status', '--index', library)
    expect(code).toBe(0)
    expect(out).toContain(`Library         ${library}\nFolders         ${docs}\nDocuments       4\nChunks          4\n`)
    expect(out).toMatch(/Semantic index {2}\d\.\d KB, \d+\.\d % of the text/u)
    expect(out).toContain('Not readable    1   (leantern list --errors)')
  })

  test('prints one JSON object whose sizes add up', async () => {
    const { out } = await leantern('status', '--index', library, '--json')
    const { bytes, documents } = JSON.parse(out) as LibraryStatus
    const { semantic, total, ...parts } = bytes
    expect(documents).toBe(4)
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total)
    expect(semantic).toBeLessThan(total)
  })

  test('without a library ends with 3', async () => {
    expect(await leantern('status', '--index', tree.at('never'))).toMatchObject({ code: 3, out: '' })
  })
})

describe('list', () => {
  test('shows the documents, or one JSON object a line', async () => {
    const { code, out } = await leantern('list', '--index', library)
    expect(code).toBe(0)
    expect(out).toContain(`${docs}/tea.md\n    Tea  (markdown, 1 chunk, 2`)
    const lines = (await leantern('list', '--index', library, '--json')).out.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    const keys = ['path', 'part', 'title', 'kind', 'chunks', 'textBytes', 'sourceBytes', 'modifiedMs']
    for (const line of lines) expect(Object.keys(JSON.parse(line) as object)).toEqual(keys)
  })

  test('shows what could not be read, and why', async () => {
    const { code, out } = await leantern('list', '--errors', '--index', library)
    expect(code).toBe(0)
    expect(out).toContain(`${docs}/broken.pdf\n    damaged: `)
    const { out: json } = await leantern('list', '--errors', '--index', library, '--json')
    expect(Object.keys(JSON.parse(json) as object)).toEqual(['path', 'code', 'message'])
  })

  test('of nothing ends with 1', async () => {
    expect(await leantern('list', '--pending', '--index', library)).toEqual({ code: 1, out: '', err: '' })
  })

  test('shows what waits to be read', async () => {
    const folder = tree.at('waiting')
    await leantern('index', tree.at('empty'), '--index', folder)
    await writeFile(tree.at('empty/a.txt'), 'A note about tea.')
    await leantern('index', '--index', folder)
    await writeFile(tree.at('empty/a.txt'), 'Another note, about wine.')
    await leantern('search', 'tea', '--index', folder)
    const path = tree.at('empty/a.txt')
    expect(await leantern('list', '--pending', '--index', folder)).toMatchObject({ code: 0, out: `${path}\n` })
    expect((await leantern('list', '--pending', '--json', '--index', folder)).out).toBe(`${JSON.stringify({ path })}\n`)
  })
})

describe('remove', () => {
  test('forgets documents and says how many', async () => {
    const folder = tree.at('shrinking')
    await leantern('index', docs, '--index', folder)
    const one = await leantern('remove', `${docs}/tea.md`, '--index', folder)
    expect(one).toEqual({ code: 0, out: '1 document left the library.\n', err: '' })
    const rest = await leantern('remove', docs, '--index', folder)
    expect(rest).toEqual({ code: 0, out: '3 documents left the library.\n', err: '' })
    const nothing = await leantern('remove', docs, '--index', folder)
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('Nothing in the library') })
  })

  test('for good takes what list prints, and says so of what is not there', async () => {
    const folder = tree.at('whole')
    await leantern('index', docs, '--index', folder)
    expect(await leantern('forget', `${docs}/tea.md # one`, '--index', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Nothing of the kind is in the library'),
    })
    expect(await leantern('forget', 'https://example.org/tea', '--index', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Nothing of the kind is in the library'),
    })
  })

  test('for good refuses words that would be left aside', async () => {
    const folder = tree.at('words')
    await leantern('index', docs, '--index', folder)
    const forget = (...words: readonly string[]): Promise<Outcome> => leantern('forget', ...words, '--index', folder)
    const refusals: ReadonlyArray<readonly [string, readonly string[]]> = [
      ['Expected --undo beside --id', ['--id', 'ab']],
      ['got path and site', [docs, '--site', 'example.org']],
      ['Expected --list alone, got path and --undo beside it', ['--list', '--undo', docs]],
      ['Expected --list alone, got --id beside it', ['--list', '--id', 'ab']],
    ]
    for (const [says, words] of refusals)
      expect(await forget(...words)).toMatchObject({ code: 2, err: expect.stringContaining(says) })
    expect(await forget('--undo', '--id', 'ab')).toMatchObject({ err: expect.stringContaining('Expected an id of') })
    expect(JSON.parse((await leantern('status', '--json', '--index', folder)).out)).toMatchObject({ documents: 4 })
  })

  test('without a library makes none', async () => {
    expect(await leantern('remove', docs, '--index', tree.at('never'))).toMatchObject({ code: 3 })
    expect(await readdir(tree.root)).not.toContain('never')
  })
})

test('messages of one archive that say the same are told apart', async () => {
  const message = (subject: string): string =>
    `From anna@example.org Mon Jan  1 10:00:00 2024\nFrom: anna@example.org\nSubject: ${subject}\nMessage-ID: <${subject}@x>\n\n` +
    'The lighthouse keeper counts all ships that pass at night and writes their names into a book.\n\n'
  await using own = await makeTree({ 'mail/inbox.mbox': `${message('one')}${message('two')}` })
  await leantern('index', own.at('mail'), '--index', own.at('library'))
  const { out } = await leantern('search', 'lighthouse keeper', '--index', own.at('library'))
  expect(out).toMatch(/also in .*inbox\.mbox # \d+-\d+\n/u)
})
