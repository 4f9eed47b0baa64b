import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { mailOf, mboxOf } from '../test/mail-fixture.ts'
import { createExtractPool } from './extract-pool.ts'
import type { PreparedPart } from './prepared.ts'

const pool = createExtractPool({ workers: 1, workerUrl: new URL('./testing/dying-worker.ts', import.meta.url) })
afterAll(() => pool.close())

/** What is read of a file whose reader dies at the steps that its name has: of each part its name, and its reason where it has one. */
async function readDying(name: string, bytes: Uint8Array): Promise<string[]> {
  await using tree = await makeTree({})
  await writeFile(tree.at(name), bytes)
  const parts: string[] = []
  const say = (part: PreparedPart): string => (part.kind === 'failed' ? `${part.part}! ${part.code}` : part.part)
  const prepared = await pool.prepare({ path: tree.at(name), knownHash: null }, undefined, {
    knownHashes: () => new BigUint64Array(0),
    take: async (some) => void parts.push(...some.map(say)),
  })
  if (prepared.kind === 'failed') return [...parts, `${prepared.code}: ${prepared.message}`]
  return prepared.kind === 'prepared' ? [prepared.title, ...prepared.parts.map(say)] : parts
}

const zipOf = (members: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(members).map(([name, content]) => [name, Buffer.from(content)])))
const letters = zipOf({ 'a.txt': 'read', 'b.txt': 'deadly', 'c.txt': 'read', 'd.txt': 'read' })
const attached = { 'one.txt': 'deadly', 'two.txt': 'read' }

describe('a thread that dies costs what it was at, and nothing before or behind that', () => {
  test.each([
    ['letters.zip', ['a.txt', 'b.txt', 'c.txt', 'd.txt']],
    ['while it reads 4.0.zip', ['a.txt', 'b.txt! crashed', 'c.txt', 'd.txt']],
    ['while it looks for the next 3.1.zip', ['a.txt', 'b.txt! crashed', 'c.txt', 'd.txt']],
    ['thrice 2.0 5.1 8.0.zip', ['a.txt! crashed', 'b.txt', 'c.txt! crashed', 'd.txt! crashed']],
    ['where nobody knows at what 5.0.zip', ['a.txt', 'b.txt', '(the rest of the file)! crashed']],
  ])('%s', async (name, expected) => {
    expect(await readDying(name, letters)).toEqual(expected)
  })

  test('before anything was read it is the file', async () => {
    expect(await readDying('0.0.zip', letters)).toEqual([expect.stringMatching(/^crashed: /u)])
  })

  test('in a mail that has others attached', async () => {
    const mail = Buffer.from(mailOf({ subject: 'Tea', body: 'Green.', attached }))
    expect(await readDying('0.1.eml', mail)).toEqual(['Tea', '//1 one.txt! crashed', '//2 two.txt'])
    const mbox = Buffer.from(
      mboxOf([
        { subject: 'Tea', body: 'Green.', attached },
        { subject: 'Lava', body: 'Basalt.' },
      ]),
    )
    expect((await readDying('2.1.mbox', mbox)).map((part) => part.replace(/^\d+-\d+/u, 'message'))).toEqual([
      'message',
      'message//1 one.txt! crashed',
      'message//2 two.txt',
      'message',
    ])
  })
})

const outlook = join(import.meta.dirname, '../../../data/docs/pst/tika--testPST_variousBodyTypes.pst')

describe.skipIf(!existsSync(outlook))("Outlook's archives (../data/docs/pst)", () => {
  const numbers = ['2097188', '2097220', '2097252', '2097284']
  const [first, second, ...others] = numbers.map((number) => `old.pst!/${number}`)

  test.each([
    ['a message kills its thread 4.0.zip', [first, `${second}! crashed`, ...others, 'z.txt']],
    [
      'one is not found 3.1.zip',
      [first, ...others, expect.stringMatching(/^old\.pst!\/folder \d+! damaged$/u), 'z.txt'],
    ],
    ['two are not found 3.1 3.2.zip', [first, 'old.pst! crashed', 'z.txt']],
  ])('in a zip: %s', async (name, expected) => {
    expect(await readDying(name, zipOf({ 'old.pst': readFileSync(outlook), 'z.txt': 'read' }))).toEqual(expected)
  })

  test('attached to a mail', async () => {
    const pst = readFileSync(outlook)
    const mail = mailOf({ subject: 'Old', body: 'See.', attached: { 'old.pst': pst, 'z.txt': 'read' } })
    const parts = await readDying('0.1.eml', Buffer.from(mail))
    expect(parts).toEqual(['Old', '//1 old.pst! crashed', '//2 z.txt'])
  })

  test('by itself: what was read stays', async () => {
    const parts = await readDying('3.1 3.2.pst', readFileSync(outlook))
    expect(parts).toEqual([numbers[0], '(the rest of the file)! crashed'])
  })
})
