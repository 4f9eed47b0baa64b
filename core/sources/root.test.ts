import { chmod, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, parse } from 'node:path'
import { describe, expect, test } from 'vitest'
import { asNobody } from '../test/as-nobody.ts'
import { checkRoot } from './root.ts'
import { makeTree } from './test-tree.ts'

describe('checkRoot', () => {
  test('gives the absolute real path of a folder', async () => {
    await using tree = await makeTree({ 'a/b/': '' })
    await symlink(tree.at('a'), tree.at('link'))
    expect(await checkRoot(`${tree.at('a')}/../link/b/`)).toBe(tree.at('a/b'))
  })

  test('refuses a path with nothing there', async () => {
    await using tree = await makeTree({ 'a.txt': '' })
    for (const path of ['none', 'a.txt/none']) {
      await expect(checkRoot(tree.at(path))).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('refuses a file and names its folder', async () => {
    await using tree = await makeTree({ 'a.txt': '' })
    const refused = { code: 'bad-request', message: expect.stringContaining(`Add the folder it is in: ${tree.root}`) }
    await expect(checkRoot(tree.at('a.txt'))).rejects.toMatchObject(refused)
  })

  test.each([
    ['the whole disk', parse(homedir()).root],
    ['the home folder', homedir()],
    ['what contains the home folder', dirname(homedir())],
  ])('refuses %s', async (_, path) => {
    await expect(checkRoot(path)).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('whole'),
    })
  })

  test.skipIf(process.platform !== 'linux')("refuses the system's own folders", async () => {
    for (const path of ['/proc', '/proc/self', '/sys']) {
      await expect(checkRoot(path)).rejects.toMatchObject({ code: 'bad-request' })
    }
  })

  test.skipIf(process.platform === 'win32')('refuses a folder that it may not read', async () => {
    await using tree = await makeTree({ 'closed/': '' })
    await chmod(tree.at('closed'), 0)
    using _ = asNobody(tree.root)
    const answer = await checkRoot(tree.at('closed')).catch((error: unknown) => error)
    expect(answer).toMatchObject({ code: 'bad-request', message: expect.stringContaining('right to read') })
  })
})
