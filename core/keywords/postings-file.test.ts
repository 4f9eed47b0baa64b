import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { bitFlips, truncations } from '../test/damage.ts'
import { buildKeywords, type RowTerms } from './build.ts'
import { analysisVersion, contentsOf, readKeywords, readList, writeKeywords, type Keywords } from './postings-file.ts'
import { lengthCode } from './row-lengths.ts'
import { keptCount, madeRows, madeRowsOfThen } from './testing.ts'

function fileOf(rows: Iterable<string | RowTerms>): Uint8Array {
  return writeKeywords(buildKeywords(rows))
}

function opened(rows: Iterable<string | RowTerms>): Keywords {
  return readKeywords(fileOf(rows), 'keywords-1.lkw')
}

function codeOfFailure(bytes: Uint8Array): string {
  try {
    readKeywords(bytes, 'keywords-1.lkw')
    return 'read'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** [row, count] of a term. */
function listOf(keywords: Keywords, term: string): [number, number][] {
  const entry = keywords.find(term)
  if (entry === undefined) return []
  const { rows, counts } = readList(keywords, entry)
  return Array.from(rows, (row, i) => [row, counts[i]])
}

const small = ['the cat sat', 'the cat and the hat', '', 'naïve 東京都 os.path']

describe('a keyword file', () => {
  test('gives every term its rows and counts', () => {
    const keywords = opened(small)
    expect(listOf(keywords, 'the')).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(listOf(keywords, 'naiv')).toEqual([[3, 1]])
    expect(listOf(keywords, '京都')).toEqual([[3, 1]])
    expect(listOf(keywords, 'dog')).toEqual([])
    expect([...keywords.lengths]).toEqual([3, 5, 0, 6])
  })

  test('gives back what a plain map holds, for lists of all lengths', () => {
    const rows = madeRows(3000, 1)
    const keywords = opened(rows)
    const expected = new Map<string, [number, number][]>()
    for (const [row, { terms, counts }] of rows.entries()) {
      for (const [i, term] of terms.entries()) {
        const list = expected.get(term) ?? []
        expected.set(term, list)
        list.push([row, counts[i]])
      }
    }
    expect([...keywords.terms('')].map(({ term }) => term)).toEqual([...expected.keys()].toSorted())
    for (const [term, list] of expected) expect(listOf(keywords, term)).toEqual(list)
    expect([...keywords.lengths]).toEqual(rows.map(({ length }) => lengthCode(length)))
    expect(Math.max(...[...expected.values()].map((list) => list.length))).toBeGreaterThan(1000)
  })

  test('walks its terms from any text on, also between and beyond them', () => {
    const keywords = opened(madeRows(200, 2))
    const terms = [...keywords.terms('')].map(({ term }) => term)
    for (const from of ['', 'a', 'w', 'w1', 'w15', 'w150x', 'w99', 'z']) {
      expect([...keywords.terms(from)].map(({ term }) => term)).toEqual(terms.filter((term) => term >= from))
    }
  })

  test('keeps terms of any length and script, those that share long beginnings too', () => {
    const terms = [
      'a',
      'é',
      'я',
      '東京',
      '𝒳',
      'x'.repeat(64),
      `${'x'.repeat(63)}y`,
      '東'.repeat(64),
      'ab',
      'abc',
    ].toSorted()
    const keywords = opened([{ terms, counts: terms.map(() => 1), length: terms.length }])
    expect([...keywords.terms('')].map(({ term }) => term)).toEqual(terms)
    for (const term of terms) expect(keywords.find(term)?.term).toBe(term)
  })

  test.each([1, 5, 16, 17, 128, 300])('keeps counts as levels, in lists of %i rows', (size) => {
    const counts = [1, 2, 3, 4, 5, 7, 8, 12, 13, 25, 26, 255, 1000]
    const rows = Array.from({ length: size }, (_, row): RowTerms => {
      const count = counts[row % counts.length]
      return { terms: ['often', 'once'], counts: [count, 1], length: count + 1 }
    })
    const keywords = opened(rows)
    const expected = rows.map(({ counts: [count] }, row) => [row, keptCount(count)])
    expect(listOf(keywords, 'often')).toEqual(expected)
    expect(listOf(keywords, 'once')).toEqual(expected.map(([row]) => [row, 1]))
    expect([...keywords.entries()].map((entry) => [...readList(keywords, entry).rows])).toEqual(
      Array.from({ length: 2 }, () => [...rows.keys()]),
    )
  })

  test.each([1, 2])('of version %i gives what was written then', async (version) => {
    const bytes = await readFile(join(import.meta.dirname, '../test/formats', `keywords-version-${version}.lkw`))
    const keywords = readKeywords(bytes, 'old')
    const rows = madeRowsOfThen()
    expect([...keywords.lengths]).toEqual(rows.map(({ length }) => lengthCode(length)))
    const newer = readKeywords(writeKeywords(contentsOf(keywords)), 'new')
    for (const term of new Set(rows.flatMap(({ terms }) => terms))) {
      const list = rows.flatMap(({ terms, counts }, row): [number, number][] => {
        const at = terms.indexOf(term)
        return at < 0 ? [] : [[row, counts[at]]]
      })
      expect(listOf(keywords, term)).toEqual(list)
      expect(listOf(newer, term)).toEqual(list.map(([row, count]) => [row, keptCount(count)]))
    }
  })

  test('is the same byte for byte when its contents are written again', () => {
    const bytes = fileOf(madeRows(500, 3))
    expect(writeKeywords(contentsOf(readKeywords(bytes, 'a')))).toEqual(bytes)
  })

  test('of no rows, or of rows without terms, can be read', () => {
    expect(opened([])).toMatchObject({ rowCount: 0, termCount: 0 })
    expect(opened(['', '']).find('a')).toBeUndefined()
    expect([...opened(['', '']).terms('a')]).toEqual([])
  })

  test('says what its bytes are for', () => {
    const bytes = fileOf(madeRows(100, 4))
    const parts = readKeywords(bytes, 'a').bytes
    expect(parts.dictionary + parts.postings + parts.lengths).toBe(bytes.length)
  })

  test('can be read from the middle of a larger buffer', () => {
    const bytes = fileOf(small)
    for (let shift = 0; shift < 4; shift++) {
      const buffer = Buffer.alloc(bytes.length + 8)
      buffer.set(bytes, shift)
      const keywords = readKeywords(buffer.subarray(shift, shift + bytes.length), 'a')
      expect(listOf(keywords, 'cat')).toHaveLength(2)
    }
  })

  test('that is cut off anywhere, or goes on after its end, is refused as damaged', () => {
    const bytes = fileOf(small)
    for (const cut of truncations(bytes)) expect(codeOfFailure(cut)).toBe('library-damaged')
    expect(codeOfFailure(new Uint8Array([...bytes, 0]))).toBe('library-damaged')
  })

  test('with any one bit changed is refused, as damaged or as too new', () => {
    for (const flipped of bitFlips(fileOf(small))) {
      expect(codeOfFailure(flipped)).toMatch(/^library-(?:damaged|too-new)$/u)
    }
  })

  test('of a newer format is refused as too new', () => {
    const bytes = fileOf(small)
    new DataView(bytes.buffer).setUint16(4, 9, true)
    expect(codeOfFailure(bytes)).toBe('library-too-new')
  })

  test('whose words were taken apart in another way is refused by name', () => {
    for (const [analysis, code] of [
      [analysisVersion - 1, 'library-damaged'],
      [analysisVersion + 1, 'library-too-new'],
    ] as const) {
      const bytes = fileOf(small)
      const header = new DataView(bytes.buffer)
      header.setUint16(6, analysis, true)
      header.setUint32(24, crc32(bytes.subarray(28), crc32(bytes.subarray(0, 24))), true)
      expect(codeOfFailure(bytes)).toBe(code)
    }
  })

  test('whose counts contradict each other is refused as damaged, though its checksum is right', () => {
    for (const offset of [8, 12, 16, 20]) {
      const bytes = fileOf(small)
      const header = new DataView(bytes.buffer)
      header.setUint32(offset, header.getUint32(offset, true) + 64, true)
      header.setUint32(24, crc32(bytes.subarray(28), crc32(bytes.subarray(0, 24))), true)
      expect(codeOfFailure(bytes)).toBe('library-damaged')
    }
  })
})
