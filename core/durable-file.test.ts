import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { replaceDurably, syncFolder, writeDurably } from './durable-file.ts'
import { makeTree } from './sources/test-tree.ts'

describe('a durable file', () => {
  test('is written for its owner only', async () => {
    await using tree = await makeTree({})
    await writeDurably(tree.at('a'), Uint8Array.of(1, 2, 3))
    expect([...(await readFile(tree.at('a')))]).toEqual([1, 2, 3])
    expect((await stat(tree.at('a'))).mode & 0o777).toBe(0o600)
    await syncFolder(tree.root)
  })

  test('is replaced whole, with nothing left beside it', async () => {
    await using tree = await makeTree({ a: 'a long old text' })
    await replaceDurably(tree.at('a'), 'new')
    expect(await readFile(tree.at('a'), 'utf8')).toBe('new')
    expect(await readdir(tree.root)).toEqual(['a'])
  })

  test('keeps its old bytes when the new ones cannot be written', async () => {
    await using tree = await makeTree({ a: 'old' })
    await mkdir(tree.at('a.new'))
    await expect(replaceDurably(tree.at('a'), 'new')).rejects.toThrow('EISDIR')
    expect(await readFile(tree.at('a'), 'utf8')).toBe('old')
  })

  test.skipIf(process.platform !== 'linux')('on a full disk says what to do', async () => {
    // /dev/full takes nothing; it must not be removed, so the write goes through a link.
    const { symlink } = await import('node:fs/promises')
    await using tree = await makeTree({})
    await symlink('/dev/full', tree.at('a'))
    await expect(writeDurably(tree.at('a'), 'text')).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('Free some space'),
    })
  })
})
