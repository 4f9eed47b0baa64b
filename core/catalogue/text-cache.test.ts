import Database from 'better-sqlite3'
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { TextCache, blockBytes } from './text-cache.ts'

const random = randomNumbers(3)
const long = Uint8Array.from({ length: blockBytes * 2 + 100 }, () => 97 + Math.floor(random() * 26))

async function made(): Promise<AsyncDisposable & { readonly tree: TestTree; readonly texts: TextCache }> {
  const tree = await makeTree({})
  const texts = new TextCache(tree.root, 'create')
  const dispose = async (): Promise<void> => {
    texts.close()
    await tree[Symbol.asyncDispose]()
  }
  return { tree, texts, [Symbol.asyncDispose]: dispose }
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('latin1')
}

describe('the text cache', () => {
  test('gives any range back, over block borders too', async () => {
    await using made_ = await made()
    const { texts } = made_
    texts.add([{ id: 4, utf8: long }])
    const borders = [0, 1, blockBytes - 1, blockBytes, blockBytes + 1, 2 * blockBytes, long.length - 1, long.length]
    for (const start of borders) {
      for (const end of borders.filter((border) => border > start))
        expect(textOf(texts.read(4, start, end))).toBe(textOf(long.subarray(start, end)))
    }
  })

  test('knows no text of a missing document or beyond the end', async () => {
    await using made_ = await made()
    const { texts } = made_
    texts.add([{ id: 4, utf8: long }])
    expect(texts.read(5, 0, 10)).toBeNull()
    expect(texts.read(4, long.length - 5, long.length + 1)).toBeNull()
    expect(texts.read(4, 3 * blockBytes, 3 * blockBytes + 1)).toBeNull()
  })

  test('of a text that ends at a block border is whole', async () => {
    await using made_ = await made()
    const { texts } = made_
    texts.add([{ id: 1, utf8: long.subarray(0, blockBytes) }])
    expect(texts.read(1, 0, blockBytes)).toHaveLength(blockBytes)
    expect(texts.read(1, 0, blockBytes + 1)).toBeNull()
  })

  test('forgets documents, and what a crash left of those that are no documents', async () => {
    await using made_ = await made()
    const { texts } = made_
    const utf8 = Buffer.from('some text')
    texts.add([1, 2, 3, 4].map((id) => ({ id, utf8 })))
    texts.remove([2])
    texts.keepOnly(new Set([1, 2, 3]))
    expect([1, 2, 3, 4].map((id) => texts.read(id, 0, 4) !== null)).toEqual([true, false, true, false])
  })

  test('is read by another while it is written', async () => {
    await using made_ = await made()
    const reader = new TextCache(made_.tree.root, 'read')
    made_.texts.add([{ id: 1, utf8: Buffer.from('words') }])
    expect(textOf(reader.read(1, 1, 4))).toBe('ord')
    reader.close()
  })

  test('that is missing or damaged is reported with the way out', async () => {
    await using made_ = await made()
    const { tree, texts } = made_
    const failure = expect.objectContaining({ code: 'library-damaged', message: expect.stringContaining('--rebuild') })
    texts.add([{ id: 1, utf8: Buffer.from('words of a text that is long enough to be packed, packed, packed') }])
    const other = new Database(tree.at('texts.sqlite'))
    other.exec("UPDATE blocks SET bytes = x'28b52ffd00000000'")
    other.close()
    expect(() => texts.read(1, 0, 4)).toThrow(failure)
    await using empty = await makeTree({})
    for (const access of ['read', 'write'] as const) {
      expect(() => new TextCache(empty.root, access)).toThrow(failure)
    }
    await writeFile(empty.at('texts.sqlite'), 'not a database at all, but long enough to look like one. '.repeat(30))
    for (const access of ['read', 'write', 'create'] as const) {
      expect(() => new TextCache(empty.root, access)).toThrow(failure)
    }
  })
})
