import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readHotCache } from '../../leann/hot-cache-file.ts'
import { examine } from '../../checking/check.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { describeLibrary } from './describe-library.ts'

const names = (await readdir(import.meta.dirname)).filter((name) => /^format-\d+$/u.test(name))

describe('a library that an earlier Leantern wrote', () => {
  test.each(names)('%s opens and says what it said', async (name) => {
    await using tree = await makeTree({})
    const kept = join(import.meta.dirname, name)
    await cp(kept, tree.at('library'), { recursive: true })
    const expected = JSON.parse(await readFile(join(kept, 'expected.json'), 'utf8')) as object
    expect(JSON.parse(JSON.stringify(await describeLibrary(tree.at('library'))))).toEqual(expected)
    const cache = await readFile(tree.at('library/hot-cache.lhc'))
    expect(() => readHotCache(new Uint8Array(cache))).not.toThrow()
    expect((await examine(tree.at('library'))).findings).toEqual([])
  })

  test('is kept for each version of the formats', () => {
    expect(names).toContain('format-1')
  })
})
