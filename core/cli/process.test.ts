import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { fourFiles, sectionsOf } from '../test/library-fixture.ts'
import type { LibraryStatus, SearchAnswer } from '../types.ts'
import { leantern, outcomeOf, startLeantern } from './testing.ts'

let tree: TestTree
let library: string

beforeAll(async () => {
  tree = await makeTree(fourFiles)
  library = tree.at('library')
  await leantern('index', tree.at('nature'), '--index', library)
})
afterAll(() => tree[Symbol.asyncDispose]())

describe('the leantern process', () => {
  test('answers on standard output and ends with the exit code', async () => {
    const found = await outcomeOf(startLeantern('search', 'magma and ash', '--index', library, '--json'))
    expect([found.code, found.err]).toEqual([0, ''])
    expect((JSON.parse(found.out) as SearchAnswer).results[0].path).toBe(tree.at('nature/volcano.txt'))
    const wrong = await outcomeOf(startLeantern('search', 'magma', '--index', tree.at('nothing')))
    expect(wrong).toMatchObject({ code: 3, out: '' })
  })

  test('reads a query from standard input', async () => {
    const child = startLeantern('search', '-', '--index', library, '--json')
    child.stdin.end('magma\nand ash\n')
    const { code, out } = await outcomeOf(child)
    expect(code).toBe(0)
    expect((JSON.parse(out) as SearchAnswer).query).toBe('magma\nand ash')
  })

  test('answers every line of standard input with --each-line', async () => {
    const child = startLeantern('search', '-', '--each-line', '--index', library, '--json')
    child.stdin.end('magma\n\npenguins in the cold\n')
    const { code, out } = await outcomeOf(child)
    const queries = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as SearchAnswer).query)
    expect([code, queries]).toEqual([0, ['magma', 'penguins in the cold']])
    expect(await leantern('search', 'magma', '--each-line', '--index', library)).toMatchObject({ code: 2 })
  })

  test('refuses a query of a megabyte in one line', async () => {
    const child = startLeantern('search', '-', '--index', library)
    child.stdin.end('magma '.repeat(175_000))
    const { code, out, err } = await outcomeOf(child)
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(
      'leantern: Expected a query of at most 10,000 characters, got 1,049,999. Ask with a sentence or two of it.\n',
    )
  })

  test('ends in silence when whoever reads its output stops', async () => {
    const child = startLeantern('search', 'magma', '--index', library, '--explain')
    child.stdout.destroy()
    const exit = once(child, 'exit')
    expect(await text(child.stderr)).toBe('')
    expect((await exit)[0]).toBe(0)
  })

  test('interrupted while it indexes ends with 130 and leaves a valid library; the same command goes on', async () => {
    const docs = tree.at('many')
    await mkdir(docs)
    for (let i = 0; i < 600; i++)
      await writeFile(`${docs}/file ${i}.md`, `File ${i}.\n\n${sectionsOf(['tea', 'violin'])}`)
    const folder = tree.at('interrupted')
    const child = startLeantern('index', docs, '--index', folder)
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    const { code, err } = await outcomeOf(child)
    expect(code).toBe(130)
    expect(err).toContain('Interrupted; ')
    const { documents } = JSON.parse((await leantern('status', '--index', folder, '--json')).out) as LibraryStatus
    expect(documents).toBeLessThan(600)
    const again = await outcomeOf(startLeantern('index', docs, '--index', folder))
    expect(again).toMatchObject({ code: 0 })
    expect(again.out).toMatch(new RegExp(`^${600 - documents} new, 0 changed, ${documents} unchanged`, 'u'))
  })
})
