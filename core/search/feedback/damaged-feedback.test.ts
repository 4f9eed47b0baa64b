import Database from 'better-sqlite3'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examine } from '../../checking/check.ts'
import { setAside } from '../../checking/set-aside.ts'
import { check, repair } from '../../checking/repair.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { ask, fourFiles, makeLibrary, withReader } from '../../test/library-fixture.ts'
import { Feedback } from './feedback.ts'
import { feedbackName } from './feedback-file.ts'

const now = Date.UTC(2026, 10, 20)
const many = 400

/** Enough for several pages of each table, in one go. */
function tell(folder: string): void {
  const feedback = new Feedback(folder)
  feedback.setMeaningWeight(1.5)
  feedback.close()
  const database = new Database(join(folder, feedbackName))
  const judged = database.prepare("INSERT INTO judged VALUES (?, ?, '', ?)")
  const opened = database.prepare("INSERT INTO opened VALUES (?, ?, '', 0, ?)")
  database.transaction(() => {
    for (let i = 0; i < many; i++)
      for (const into of [judged, opened]) into.run(`question number ${i}`, `/home/anna/letters/${i}.txt`, now + i)
  })()
  database.close()
}

/** A file with much in it, and nobody who has it open. */
async function toldFolder(): Promise<AsyncDisposable & { readonly folder: string; readonly path: string }> {
  const tree = await makeTree({})
  tell(tree.root)
  const path = join(tree.root, feedbackName)
  return { folder: tree.root, path, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

const garbage = 'this is no database, but long enough to be looked at'.repeat(400)

function zeroMiddle(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.6)))
}

function otherColumns(path: string): void {
  rmSync(path)
  const database = new Database(path)
  database.exec('CREATE TABLE judged (what TEXT)')
  database.close()
}

function makeNewer(path: string): void {
  const database = new Database(path)
  database.pragma('user_version = 7')
  database.close()
}

const damages: readonly [string, (path: string) => void][] = [
  ['garbage', (path) => writeFileSync(path, garbage)],
  ['its first half', (path) => truncateSync(path, readFileSync(path).length >> 1)],
  ['its first 100 bytes', (path) => truncateSync(path, 100)],
  ['zeros in its middle', zeroMiddle],
  ['other columns', otherColumns],
]

/** What searches read of it, and why not. */
function readBy(folder: string): { told: unknown[]; trouble: string | undefined } {
  const feedback = new Feedback(folder)
  const told = [
    feedback.latches('question number 307', now).length,
    feedback.judgedFor('question number 307').length,
    feedback.meaningWeight(),
  ]
  const trouble = feedback.trouble?.code
  feedback.close()
  return { told, trouble }
}

describe('a file of what was opened and judged that cannot be read', () => {
  test.each(damages)('with %s: searches go on without it and say so; telling more says what to do', async (_, harm) => {
    await using made = await toldFolder()
    harm(made.path)
    const feedback = new Feedback(made.folder)
    feedback.latches('question number 307', now)
    feedback.judgedFor('question number 307')
    expect(feedback.look()).toMatchObject({ code: 'library-damaged' })
    expect(feedback.look()?.message).toMatch(/cannot be read .*leantern check --repair/)
    expect(() => feedback.judgements()).toThrow(/leantern check --repair/)
    // To open a document is not to judge it: it opens.
    feedback.opened({ query: 'tea', path: '/tea.txt' }, now)
    feedback.close()
    // "Forget what was learned" needs no repair.
    feedback.reset()
    expect(feedback.look()).toBeNull()
    feedback.judged({ query: 'tea', path: '/tea.txt' }, now)
    expect(feedback.judgedFor('tea')).toHaveLength(1)
    feedback.close()
  })

  test('of a newer layout is left as it is', async () => {
    await using made = await toldFolder()
    makeNewer(made.path)
    const before = readFileSync(made.path)
    expect(readBy(made.folder)).toEqual({ told: [0, 0, undefined], trouble: 'library-too-new' })
    const feedback = new Feedback(made.folder)
    expect(() => feedback.judged({ query: 'tea', path: '/tea.txt' }, now)).toThrow(/newer Leantern \(format 7/)
    expect(() => feedback.reset()).toThrow(/newer Leantern/)
    expect(readFileSync(made.path)).toEqual(before)
  })

  test('that another program has to itself is waited for once, not by each search', async () => {
    await using made = await toldFolder()
    const other = new Database(made.path)
    other.exec('BEGIN EXCLUSIVE')
    const feedback = new Feedback(made.folder)
    const began = performance.now()
    expect(feedback.look()).toMatchObject({ code: 'library-busy' })
    const first = performance.now() - began
    expect(feedback.latches('question number 307', now)).toEqual([])
    expect(performance.now() - began - first).toBeLessThan(first)
    expect(feedback.trouble?.message).toMatch(/until that program is done/)
    other.exec('COMMIT')
    other.close()
    await expect.poll(() => feedback.latches('question number 307', now).length, { timeout: 60_000 }).toBe(1)
    expect(feedback.look()).toBeNull()
    feedback.close()
  })

  test('that may not be written is read, and a search says that nothing is kept', async () => {
    await using made = await toldFolder()
    chmodSync(made.folder, 0o755)
    chmodSync(made.path, 0o444)
    const feedback = new Feedback(made.folder)
    // Root may write everything.
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      feedback.opened({ query: 'tea', path: '/tea.txt' }, now)
      expect(feedback.latches('question number 307', now)).toHaveLength(1)
      expect(feedback.meaningWeight()).toBe(1.5)
      expect(feedback.trouble?.message).toMatch(/cannot be kept/)
      expect(() => feedback.judged({ query: 'tea', path: '/tea.txt' }, now)).toThrow(/may not be written/)
    } finally {
      if (isRoot) process.seteuid?.(0)
      feedback.close()
      chmodSync(made.path, 0o600)
    }
  })

  test('because a folder is in its place: searches go on', async () => {
    await using tree = await makeTree({})
    mkdirSync(join(tree.root, feedbackName))
    expect(readBy(tree.root)).toEqual({ told: [0, 0, undefined], trouble: 'failed' })
  })
})

/** A closed library whose person told it much. */
async function toldLibrary(): Promise<AsyncDisposable & { readonly folder: string; readonly path: string }> {
  const { library, folder, tree } = await makeLibrary(fourFiles)
  await library.index()
  await library.close()
  tell(folder)
  return { folder, path: join(folder, feedbackName), [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

describe('in a library', () => {
  test.each(damages)('with %s: found by a check, set aside by a repair, and the rest is kept', async (_, harm) => {
    await using made = await toldLibrary()
    expect((await examine(made.folder)).findings).toEqual([])
    harm(made.path)
    const damaged = readFileSync(made.path)
    await withReader(made.folder, async (reader) => {
      const { results, notesSaid } = await ask(reader, 'question number 307')
      expect(results.length).toBeGreaterThan(0)
      reader.feedback.look()
      const codes = (await ask(reader, 'tea')).notesSaid.map(({ code }) => code)
      expect([...notesSaid.map(({ code }) => code), ...codes]).toContain('library.learnedDamaged')
    })
    expect(await check(made.folder)).toMatchObject({
      findings: [{ kind: 'learned', part: feedbackName }],
      way: 'mend',
      again: 0,
    })
    const { repair: done } = await repair(made.folder)
    expect(done).toMatchObject({
      kind: 'mended',
      waiting: 0,
      setAside: [{ part: feedbackName, name: `${feedbackName}.damaged` }],
    })
    expect(readFileSync(join(made.folder, `${feedbackName}.damaged`))).toEqual(damaged)
    expect((await examine(made.folder)).findings).toEqual([])
    const kept = done.kind === 'mended' ? done.setAside[0].kept : null
    const feedback = new Feedback(made.folder)
    expect(feedback.judgements()).toHaveLength(kept?.judged ?? -1)
    feedback.close()
    await withReader(made.folder, async (reader) => expect((await ask(reader, 'tea')).notes).toEqual([]))
  })

  test('what can still be read is kept, from before a damaged page and from behind it', async () => {
    await using made = await toldLibrary()
    zeroMiddle(made.path)
    const { repair: done } = await repair(made.folder)
    const { judged = 0, opened = 0 } = (done.kind === 'mended' ? done.setAside[0].kept : null) ?? {}
    expect(judged + opened).toBeGreaterThan(many)
    expect(judged + opened).toBeLessThan(2 * many)
    const feedback = new Feedback(made.folder)
    expect(feedback.latches('question number 0', now)).toHaveLength(1)
    expect(feedback.judgements().every(({ path }) => path.startsWith('/home/anna/letters/'))).toBe(true)
    expect(feedback.meaningWeight()).toBe(1.5)
    feedback.close()
  })

  test('whoever has the old file open goes on with the new one, in reading and in writing', async () => {
    await using made = await toldFolder()
    const other = new Feedback(made.folder)
    const reading = new Feedback(made.folder)
    expect([other.judgements().length, reading.judgements().length]).toEqual([many, many])
    zeroMiddle(made.path)
    const { kept } = (await setAside(made.folder, [feedbackName]))[0]
    const judged = kept?.judged ?? 0
    expect(judged).toBeGreaterThan(0)
    other.judged({ query: 'a new one', path: '/home/anna/letters/new.txt' }, now)
    expect([other.judgements().length, reading.judgements().length]).toEqual([judged + 1, judged + 1])
    // What another process takes away is not written any more either.
    reading.close()
    rmSync(made.path)
    expect(other.judgements()).toEqual([])
    other.judged({ query: 'a new one', path: '/home/anna/letters/new.txt' }, now)
    expect(reading.judgements().length).toBe(1)
    for (const one of [other, reading]) one.close()
  })

  test('a second damaged file does not take the place of the first; forgetting takes both away', async () => {
    await using made = await toldLibrary()
    for (const name of [`${feedbackName}.damaged`, `${feedbackName}.damaged-2`]) {
      writeFileSync(made.path, garbage)
      const { repair: done } = await repair(made.folder)
      expect(done).toMatchObject({ setAside: [{ name, kept: { judged: 0, opened: 0 } }] })
    }
    const feedback = new Feedback(made.folder)
    feedback.forget([], null)
    feedback.close()
    expect(readdirSync(made.folder).filter((name) => name.includes('.damaged'))).toEqual([])
    expect(existsSync(made.path)).toBe(true)
  })

  test('forgetting is refused as a whole where a copy of it could stay in a damaged file', async () => {
    await using made = await toldLibrary()
    writeFileSync(made.path, garbage)
    const { openLibrary } = await import('../../library.ts')
    const library = await openLibrary({ folder: made.folder, access: 'write' })
    const [{ path }] = [...library.documents()]
    await expect(library.forget({ kind: 'path', path })).rejects.toMatchObject({ code: 'library-damaged' })
    expect([...library.documents()]).toHaveLength(4)
    await library.close()
    await repair(made.folder)
    const again = await openLibrary({ folder: made.folder, access: 'write' })
    expect(await again.forget({ kind: 'path', path })).toMatchObject({ documents: 1 })
    await again.close()
  })

  test('of a newer layout is neither checked nor touched', async () => {
    await using made = await toldLibrary()
    makeNewer(made.path)
    await expect(repair(made.folder)).rejects.toMatchObject({ code: 'library-too-new' })
    expect(readdirSync(made.folder)).not.toContain(`${feedbackName}.damaged`)
  })

  test('that another program has to itself is no damage', async () => {
    await using made = await toldLibrary()
    const other = new Database(made.path)
    other.exec('BEGIN EXCLUSIVE')
    await expect(repair(made.folder)).rejects.toMatchObject({ code: 'library-busy' })
    other.close()
    expect((await repair(made.folder)).repair).toEqual({ kind: 'sound' })
  })
})
