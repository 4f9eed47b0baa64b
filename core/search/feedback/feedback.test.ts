import Database from 'better-sqlite3'
import { existsSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fusion } from '../../keywords/fuse.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { makeLibrary, subjects } from '../../test/library-fixture.ts'
import { Feedback } from './feedback.ts'
import { feedbackName } from './feedback-file.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 20)

async function made(): Promise<
  AsyncDisposable & { readonly feedback: Feedback; readonly path: string; readonly folder: string }
> {
  const tree = await makeTree({})
  const feedback = new Feedback(tree.root)
  const dispose = async (): Promise<void> => {
    feedback.close()
    await tree[Symbol.asyncDispose]()
  }
  return { feedback, path: tree.at(feedbackName), folder: tree.root, [Symbol.asyncDispose]: dispose }
}

describe('what was opened', () => {
  test('counts for its query and for the beginning of it, less from week to week', async () => {
    await using tree = await made()
    const { feedback } = tree
    expect(feedback.latches('tax', now)).toEqual([])
    expect(existsSync(tree.path)).toBe(false)
    feedback.opened({ query: 'Täx  Return', path: '/a.txt', start: 7 }, now - 28 * day)
    feedback.opened({ query: 'tax return', path: '/b.txt' }, now)
    feedback.opened({ query: 'tax return', path: '/b.txt' }, now)
    expect(feedback.latches('TAX RETURN', now)).toEqual([
      { path: '/b.txt', part: '', start: 0, strength: 2 },
      { path: '/a.txt', part: '', start: 7, strength: 0.5 },
    ])
    expect(feedback.latches('tax', now)).toHaveLength(2)
    expect(feedback.latches('ta', now)).toEqual([])
    expect(feedback.latches('tax return 2024', now)).toEqual([])
  })

  test('counts no longer once it is switched off, or forgotten', async () => {
    await using tree = await made()
    const { feedback } = tree
    feedback.opened({ query: 'tax', path: '/a.txt' }, now)
    feedback.setLatching(false)
    feedback.opened({ query: 'tax', path: '/b.txt' }, now)
    expect(feedback.latches('tax', now)).toEqual([])
    feedback.setLatching(true)
    expect(feedback.latches('tax', now)).toHaveLength(1)
    feedback.reset()
    expect(feedback.latches('tax', now)).toEqual([])
  })

  test('or said to be it is taken back for one document and one query', async () => {
    await using tree = await made()
    const { feedback } = tree
    expect(feedback.takeBack({ query: 'tax', path: '/a.txt' })).toBe(false)
    expect(existsSync(tree.path)).toBe(false)
    for (const path of ['/a.txt', '/b.txt']) {
      feedback.judged({ query: 'Tax return', path }, now)
      feedback.opened({ query: 'tax return', path }, now)
      feedback.opened({ query: 'tea', path }, now)
    }
    expect(feedback.judgedFor(' tax  RETURN')).toHaveLength(2)
    // What a latch counts for: the beginning of the query that it was opened for.
    expect(feedback.takeBack({ query: 'tax', path: '/b.txt', part: 'x' })).toBe(false)
    expect(feedback.takeBack({ query: 'tax', path: '/b.txt' })).toBe(true)
    expect(feedback.latches('tax return', now).map(({ path }) => path)).toEqual(['/a.txt'])
    expect(feedback.judgements()).toHaveLength(2)
    expect(feedback.takeBack({ query: 'tax return ', path: '/b.txt' })).toBe(true)
    expect(feedback.judgements()).toEqual([{ query: 'Tax return', path: '/a.txt', part: '' }])
    expect(feedback.takeBack({ query: 'tax return', path: '/b.txt' })).toBe(false)
    expect(feedback.latches('tea', now)).toHaveLength(2)
  })

  test('is on disk, for its owner only', async () => {
    await using tree = await made()
    tree.feedback.judged({ query: ' tax ', path: '/a.txt' }, now)
    tree.feedback.judged({ query: 'tax', path: '/a.txt' }, now)
    tree.feedback.setMeaningWeight(1.5)
    expect(statSync(tree.path).mode & 0o777).toBe(0o600)
    const again = new Feedback(tree.folder)
    expect(again.judgements()).toEqual([{ query: 'tax', path: '/a.txt', part: '' }])
    expect(again.meaningWeight()).toBe(1.5)
    again.setMeaningWeight(null)
    expect(again.meaningWeight()).toBeUndefined()
    again.close()
  })

  test('is left out of a search while another program writes it', async () => {
    await using tree = await made()
    tree.feedback.judged({ query: 'tax', path: '/a.txt' }, now)
    tree.feedback.setMeaningWeight(2)
    const other = new Database(tree.path)
    other.exec('BEGIN EXCLUSIVE')
    const fresh = new Feedback(tree.folder)
    for (const feedback of [tree.feedback, fresh])
      expect([feedback.latches('tax', now), feedback.judgedFor('tax'), feedback.meaningWeight()]).toEqual([
        [],
        [],
        undefined,
      ])
    other.exec('COMMIT')
    other.close()
    await expect.poll(() => fresh.judgedFor('tax').length, { timeout: 60_000 }).toBe(1)
    expect(fresh.meaningWeight()).toBe(2)
    fresh.close()
  })
})

describe('in a library', () => {
  test('an opened result comes first the next time, and says why', async () => {
    const files = { 'a.txt': subjects.tea, 'b.txt': `${subjects.tea} A pot of tea.`, 'c.txt': subjects.volcano }
    await using library = await makeLibrary(files)
    await library.library.index()
    const search = async () =>
      (await library.library.search({ query: 'green tea pot', limit: 3, strategy: 'codes' })).results.map(
        ({ path, why }) => ({ name: path.slice(-5), why }),
      )
    const path = `${library.docs}/c.txt`
    expect((await search())[0].name).not.toBe('c.txt')
    for (let i = 0; i < 3; i++) library.library.feedback.opened({ query: 'green tea pot', path }, Date.now())
    const before = (await search()).findIndex(({ name }) => name === 'c.txt')
    expect(before).toBeGreaterThanOrEqual(0)
    expect((await search())[before].why).toContain('You opened it for this before.')
    library.library.feedback.reset()
    expect((await search()).some(({ why }) => why.includes('opened'))).toBe(false)
  })

  test('tuning asks for enough judgements and says what it changes', async () => {
    await using library = await makeLibrary({
      'a.txt': subjects.tea,
      'b.txt': subjects.volcano,
      'c.txt': subjects.violin,
    })
    await library.library.index()
    await expect(library.library.tune()).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('at least 10'),
    })
    const words = 'leaves infusion water magma lava crust strings bow varnish maple cups ash'.split(' ')
    for (const [i, query] of words.entries()) {
      const path = `${library.docs}/${['a.txt', 'b.txt', 'c.txt'][Math.floor((i % 10) / 3) % 3]}`
      library.library.feedback.judged({ query, path }, Date.now())
    }
    const tuning = await library.library.tune()
    expect(tuning).toMatchObject({ queries: 12, before: { weight: fusion.meaningWeight } })
    expect(tuning.before.score).toBeGreaterThan(0)
    expect(library.library.feedback.meaningWeight()).toBe(tuning.isBetter ? tuning.after.weight : undefined)
  })

  test('tuning moves the weight where the judgements ask for it, and searches use it', async () => {
    const { tea, volcano, violin, penguin, mortgage } = subjects
    const files = { 'a.txt': tea, 'b.txt': volcano, 'c.txt': violin, 'd.txt': penguin, 'e.txt': mortgage }
    await using library = await makeLibrary(files)
    await library.library.index()
    const { feedback } = library.library
    // Each has one word of the tea; all else means the volcano, in words that it does not say.
    const words = 'boiling leaves steamed grassy taste pot cups infusion colour picking'.split(' ')
    const queries = words.map((word) => `${word} volcanic craters geology molten rock earthquakes`)
    const path = `${library.docs}/b.txt`
    const rights = async (): Promise<number> => {
      const answers = await Promise.all(
        queries.map((query) => library.library.search({ query, limit: 2, strategy: 'codes' })),
      )
      return answers.filter(({ results }) => results[0].path === path).length
    }
    const before = await rights()
    for (const query of queries) feedback.judged({ query, path }, Date.now())
    const tuning = await library.library.tune()
    expect(tuning).toMatchObject({ before: { weight: fusion.meaningWeight }, isBetter: true })
    expect(tuning.after.weight).toBeGreaterThan(fusion.meaningWeight)
    expect(tuning.after.score).toBeGreaterThan(tuning.before.score)
    expect(feedback.meaningWeight()).toBe(tuning.after.weight)
    expect(await rights()).toBeGreaterThan(before + 5)
    feedback.reset()
    expect(await rights()).toBe(before)
  })
})
