import { strToU8, zipSync } from 'fflate'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { makeTar } from '../text/testing/archive-fixture.ts'
import { makeMsg } from '../text/testing/old-office-fixture.ts'
import { main } from './main.ts'
import { leantern } from './testing.ts'

/** An archive of Outlook's, beside the project where somebody has it: nothing writes one that we could use here. */
const outlook = join(import.meta.dirname, '../../../data/docs/pst/tika--testPST_variousBodyTypes.pst')

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extract-command-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function run(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = ''
  const terminal = { out: (text: string) => (out += text), err: () => undefined, isInteractive: false, columns: 80 }
  return { code: await main(['extract', ...words], terminal), out }
}

describe('leantern extract', () => {
  test('prints a file’s text under a line of what it is', async () => {
    const path = join(folder, 'note.md')
    await writeFile(path, '# Tides\n\nThe moon pulls the sea, and it follows because it is not tied to the ground.\n')
    const { code, out } = await run(path)
    expect(code).toBe(0)
    expect(out).toContain(`--- ${path}\n    Tides  (markdown, en, `)
    expect(out).toContain('The moon pulls the sea')
  })

  test('prints one of the documents in a file, as a search names it, and what is in that', async () => {
    const path = join(folder, 'a.zip')
    const inner = zipSync({ 'b.txt': strToU8('the inner words'), 'c.txt': strToU8('more') })
    await writeFile(path, zipSync({ 'inner.zip': inner, 'inner.txt': strToU8('beside') }))
    const { out } = await run(`${path} # inner.zip!/b.txt`)
    expect(out.match(/^---.*/gmu)).toEqual([`--- ${path} # inner.zip!/b.txt`])
    expect(out).toContain('the inner words')
    expect((await run(`${path} # inner.zip`)).out.match(/^---.*/gmu)).toHaveLength(2)
    expect(await run(`${path} # gone.txt`)).toEqual({ code: 2, out: '' })
    expect(await run('https://example.org')).toEqual({ code: 2, out: '' })
  })

  test('prints one JSON object a line for all files of a folder, in the order of their names', async () => {
    await mkdir(join(folder, 'b'))
    await writeFile(join(folder, 'b', 'x.txt'), 'Grüße')
    await writeFile(join(folder, 'c.pdf'), 'no PDF')
    await writeFile(join(folder, 'a.xyz'), 'x')
    const { code, out } = await run('--json', folder)
    expect(code).toBe(0)
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toEqual([
      expect.objectContaining({
        path: join(folder, 'a.xyz'),
        text: '',
        error: expect.objectContaining({ code: 'unsupported' }),
      }),
      {
        path: join(folder, 'b', 'x.txt'),
        kind: 'text',
        title: 'x',
        language: '',
        characters: 5,
        text: 'Grüße',
        error: null,
      },
      expect.objectContaining({ path: join(folder, 'c.pdf'), error: expect.objectContaining({ code: 'damaged' }) }),
    ])
  })

  test('tells a document without text from a file that none is read of', async () => {
    await writeFile(join(folder, 'empty.txt'), '')
    await writeFile(join(folder, 'photo.png'), 'x')
    const { code, out } = await run(folder)
    expect(code).toBe(1)
    expect(out).toMatch(/empty\.txt\n +no-text: The document has no text\./)
    expect(out).toMatch(/photo\.png\n +no-text: .* found by their names/)
  })

  test('ends with 1 where no file has text, and with 2 where there is no file', async () => {
    await writeFile(join(folder, 'a.xyz'), 'x')
    expect((await run(folder)).code).toBe(1)
    expect((await run(join(folder, 'missing'))).code).toBe(2)
    expect((await run()).code).toBe(2)
  })
})

/** Each document as 'part: text', or 'part! code'. */
async function documentsIn(path: string): Promise<string[]> {
  const { out } = await run('--json', path)
  const documents = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { part?: string; text: string; error: { code: string } | null })
  return documents.map(({ part = '', text, error }) => (error === null ? `${part}: ${text}` : `${part}! ${error.code}`))
}

describe('leantern extract of a file that holds many documents', () => {
  test("has an Outlook message's people, body and attachments", async () => {
    const path = join(folder, 'a.msg')
    const attached = { '__attach_version1.0_#00000000/3707': 'plan.txt' }
    const bytes = { '__attach_version1.0_#00000000/__substg1.0_37010102': Buffer.from('The plan of the house') }
    await writeFile(path, makeMsg({ '0037': 'Tides', '0C1A': 'Ann', '1000': 'The moon pulls.', ...attached }, bytes))
    const [message, attachment] = await documentsIn(path)
    expect(message).toMatch(/^: Subject: Tides\nFrom: Ann.*\n\nThe moon pulls\./su)
    expect(attachment).toBe('//1 plan.txt: The plan of the house')
  })

  test('reads archives four deep in each other, and says of one further in that it is too deep', async () => {
    const archiveIn = (depth: number): Uint8Array =>
      zipSync({ [`${depth}.txt`]: strToU8('words'), ...(depth < 5 && { 'inner.zip': archiveIn(depth + 1) }) })
    const path = join(folder, 'a.zip')
    await writeFile(path, archiveIn(1))
    const inner = 'inner.zip!/'
    expect((await documentsIn(path)).toSorted()).toEqual([
      '1.txt: words',
      `${inner}2.txt: words`,
      `${inner}${inner}3.txt: words`,
      `${inner}${inner}${inner}4.txt: words`,
      `${inner}${inner}${inner}inner.zip! unsupported`,
    ])
  })

  test('refuses what unpacks to 250 times its size, in zip, tar and gz, and reads the rest', async () => {
    const zeros = Buffer.alloc(30 * 1024 * 1024)
    const bombs = {
      'a.zip': zipSync({ 'bomb.txt': zeros, 'b.txt': strToU8('fine') }),
      'a.tgz': gzipSync(makeTar({ 'b.txt': 'fine', 'bomb.txt': zeros })),
      'bomb.txt.gz': gzipSync(zeros),
    }
    for (const [name, bytes] of Object.entries(bombs)) await writeFile(join(folder, name), bytes)
    expect((await documentsIn(join(folder, 'a.zip'))).toSorted()).toEqual(['b.txt: fine', 'bomb.txt! too-large'])
    const [first, ...rest] = await documentsIn(join(folder, 'a.tgz'))
    expect(first).toBe('b.txt: fine')
    expect(rest[0]).toBe('bomb.txt! too-large')
    expect(await documentsIn(join(folder, 'bomb.txt.gz'))).toEqual(['bomb.txt! too-large'])
  })
})

describe.skipIf(!existsSync(outlook))("a real archive of Outlook's, by the command line (../data/docs/pst)", () => {
  test('is extracted, indexed and found', async () => {
    const texts = await documentsIn(outlook)
    expect(texts).toHaveLength(4)
    expect(texts[0]).toMatch(/Subject: .*Allison.*This is the original email/su)
    const library = join(folder, 'library')
    expect((await leantern('index', outlook, '--index', library, '--json')).out).toContain('"added":4')
    const { out } = await leantern('search', 'forwarded plain text', '--index', library, '--json')
    const { results } = JSON.parse(out) as { results: { source: string; snippet: string }[] }
    expect(results[0]).toMatchObject({ source: 'mail', snippet: expect.stringContaining('Forwarded') })
  })
})
