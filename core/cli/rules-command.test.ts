import Database from 'better-sqlite3'
import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles } from '../test/library-fixture.ts'
import { mboxOf } from '../test/mail-fixture.ts'
import { leantern } from './testing.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  const files = { ...fourFiles, 'a.log': 'a log of what happened', 'drafts/x.txt': 'a draft of a letter' }
  tree = await makeTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [`docs/${path}`, text])))
  library = tree.at('library')
  await leantern('index', tree.at('docs'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

const rules = (...words: readonly string[]) => leantern('rules', ...words, '--index', library)

describe('rules', () => {
  test('are listed with their reasons, also as JSON', async () => {
    const { code, out } = await rules()
    expect(code).toBe(0)
    for (const part of ['node_modules', 'CACHEDIR.TAG', '.ssh/', '*.min.js', 'paypal.com', 'text and code 20 MB'])
      expect(out).toContain(part)
    const json = JSON.parse((await rules('list', '--json')).out) as { rules: { name: string; isOn: boolean }[] }
    expect(json.rules).toContainEqual({ name: '*.log', group: 'files', reason: 'log', isOn: true })
    expect(new Set(json.rules.map(({ name }) => name)).size).toBe(json.rules.length)
  })

  test('are switched off and on, and the next index goes by it', async () => {
    expect(await rules('off', '*.log')).toMatchObject({ code: 0 })
    expect((await rules()).out).toContain('*.log (off)')
    expect((await leantern('index', '--index', library)).out).toContain('1 new')
    expect(await rules('on', '*.log')).toMatchObject({ code: 0 })
    expect((await leantern('index', '--index', library)).out).toContain('1 removed')
    expect((await leantern('why', tree.at('docs/a.log'), '--index', library)).out).toContain('by a rule: log')
  })

  test('say at once where the program that reads pictures is not there', async () => {
    try {
      vi.stubEnv('PATH', tree.at('docs'))
      expect(await rules('set', 'ocr', 'on')).toMatchObject({ code: 0, err: expect.stringContaining('not installed') })
      expect(await rules('set', 'ocr', 'off')).toMatchObject({ code: 0, err: '' })
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('are named where somebody asks for a file that they leave out', async () => {
    const index = (name: string) => leantern('index', tree.at(`docs/${name}`), '--index', library)
    const named = expect.stringContaining(`docs/a.log: It is left out by a rule: log`)
    expect(await index('a.log')).toMatchObject({ code: 0, err: named })
    expect((await index('drafts/x.txt')).err).not.toContain('by a rule')
  })

  test('of the person leave out and bring in', async () => {
    expect(await rules('add', 'drafts/')).toMatchObject({ code: 0 })
    expect((await leantern('index', '--index', library)).out).toContain('1 removed')
    expect((await leantern('why', tree.at('docs/drafts/x.txt'), '--index', library)).out).toContain(
      'your own rule: drafts/',
    )
    expect(await rules('remove', 'drafts/')).toMatchObject({ code: 0 })
    expect((await leantern('index', '--index', library)).out).toContain('1 new')
  })

  test('say what is wrong with a wish', async () => {
    expect(await rules('off', 'no such rule')).toMatchObject({ code: 2, err: expect.stringContaining('no rule') })
    expect(await rules('off', '.ssh/')).toMatchObject({ code: 2, err: expect.stringContaining('always left out') })
    expect(await rules('set', 'text', '-3')).toMatchObject({ code: 2, err: expect.stringContaining('largestMB.text') })
    expect(await rules('set', 'ocr', 'maybe')).toMatchObject({ code: 2, err: expect.stringContaining('on or off') })
    expect(await rules('set', 'languages', 'e;rm')).toMatchObject({ code: 2 })
    expect(await rules('hosts', 'not a host')).toMatchObject({ code: 2, err: expect.stringContaining('example.org') })
  })
})

test('a time to forget that ends before it begins is refused', async () => {
  const forget = ['forget', '--since', '2024-05-03T12:00', '--until', '2024-05-03T10:00', '--index', library]
  expect(await leantern(...forget)).toMatchObject({ code: 2, err: expect.stringContaining('--since before --until') })
})

/** A home with a mailbox and a history. */
async function withHome(work: () => Promise<void>): Promise<void> {
  const home = tree.at('home')
  mkdirSync(`${home}/Mail`, { recursive: true })
  writeFileSync(`${home}/Mail/Inbox`, mboxOf([{ subject: 'Green tea', body: 'how to brew it', from: 'a@example.org' }]))
  const history = `${home}/.config/chromium/Default/History`
  mkdirSync(dirname(history), { recursive: true })
  const database = new Database(history)
  database.exec(
    `CREATE TABLE urls (url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
     INSERT INTO urls VALUES ('https://example.org/violins', 'Violins of Cremona', 4, 13350000000000000, 0)`,
  )
  database.close()
  vi.stubEnv('HOME', home).stubEnv('XDG_CONFIG_HOME', `${home}/.config`).stubEnv('USER', '')
  try {
    expect(homedir()).toBe(home)
    await work()
  } finally {
    vi.unstubAllEnvs()
  }
}

describe.skipIf(process.platform !== 'linux')('mail and history', () => {
  test('are listed with what is read, kept, and how to erase it, and added only after an agreement', () =>
    withHome(async () => {
      const own = tree.at('library-of-mail')
      const { out } = await leantern('sources', '--index', own)
      for (const part of ['Chromium, Default', 'Unix mail, Mail', 'Read:', 'Kept:', 'Left out:', 'To erase:'])
        expect(out).toContain(part)
      const asked = await leantern('index', '--mail', '--index', own)
      expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('needs your agreement') })
      expect(asked.err).not.toContain('Chromium')
      expect(await leantern('index', '--mail', '--history', '--yes', '--index', own)).toMatchObject({
        code: 0,
        out: expect.stringContaining('2 new'),
      })
      expect((await leantern('sources', '--index', own)).out).toContain('in the library already')
      const found = (await leantern('search', 'violins', '--index', own)).out
      expect(found).toMatch(/Violins of Cremona[^]*https:\/\/example\.org\/violins {2}\(4 visits/u)
      expect((await leantern('ask', 'Who made violins in Cremona?', '--index', own)).out).toContain(
        '    https://example.org/violins\n',
      )
      const status = (await leantern('status', '--index', own)).out
      expect(status).toContain('histories change all day')
      const page = 'https://example.org/violins?from=mail'
      expect((await leantern('forget', page, '--index', own)).out).toContain('1 document ')
      expect((await leantern('search', 'violins', '--index', own)).out).not.toContain('Cremona')
      expect((await leantern('why', page, '--index', own)).out).toContain('forget --undo "https://example.org/violins"')
      expect(await leantern('forget', '--undo', page, '--index', own)).toMatchObject({ code: 0 })
      await leantern('index', '--index', own)
      expect((await leantern('search', 'violins', '--index', own)).out).toContain('Cremona')
      expect(await leantern('forget', '--source', 'history', '--index', own)).toMatchObject({ code: 0 })
      const named = await leantern('index', `${homedir()}/Mail/Inbox`, '--index', tree.at('one'))
      expect(named).toMatchObject({ code: 0, err: expect.stringContaining('To erase:') })
      expect((await leantern('index', '--index', own)).out).toContain('0 new')
    }))
})
