import { describe, expect, test } from 'vitest'
import { blocksOf, delimiterOf, type Delimiter } from './table-blocks.ts'

/** Rows as lists of cells, text as it is. */
const shown = (text: string, delimiter: Delimiter): unknown[] =>
  blocksOf(text, delimiter).map((block) =>
    block.kind === 'text'
      ? text.slice(block.range.start, block.range.end)
      : block.rows.map((cells) => cells.map(({ start, end }) => text.slice(start, end))),
  )

describe('tables in a text', () => {
  test('are rows with bars between their cells, with the text around them', () => {
    expect(shown('Rain\n\nMay | 3 mm\nJune |  | wet\nThat was all.', ' | ')).toEqual([
      'Rain\n',
      [
        ['May', '3 mm'],
        ['June', '', 'wet'],
      ],
      'That was all.',
    ])
  })

  test('are not single lines, nor rows of too many cells', () => {
    const wide = Array.from({ length: 9 }, (_, i) => i).join(' | ')
    for (const text of ['Either | or.\nNothing else.', `${wide}\n${wide}`, `One.\na | b\nTwo.`])
      expect(shown(text, ' | ')).toEqual([text])
  })

  test('of a CSV file have quoted cells', () => {
    expect(shown('name,said\n"Berg, Anna","She said ""no""."\nx,', ',')).toEqual([
      [
        ['name', 'said'],
        ['Berg, Anna', 'She said ""no"".'],
        ['x', ''],
      ],
    ])
    expect(shown('a,"begins here\nand ends",b', ',')).toEqual(['a,"begins here\nand ends",b'])
  })

  test('lose no letter', () => {
    const text = 'x\na | b\nc | d\n\n\ny | z\nend\n'
    const letters = blocksOf(text, ' | ').flatMap((block) =>
      block.kind === 'text' ? [block.range] : block.rows.flat(),
    )
    expect(
      letters
        .map(({ start, end }) => text.slice(start, end))
        .join('')
        .replaceAll(/[\s|]/gu, ''),
    ).toBe('xabcdyzend')
  })

  test('are looked for where documents have them', () => {
    expect(delimiterOf({ kind: 'text', name: 'a.csv' }, 'a;b;c,d\n1,2')).toBe(';')
    expect(delimiterOf({ kind: 'text', name: 'a.tsv' }, '')).toBe('\t')
    expect(delimiterOf({ kind: 'xlsx', name: 'a.xlsx' }, '')).toBe(' | ')
    expect(delimiterOf({ kind: 'text', name: 'a.txt' }, 'a,b')).toBeNull()
  })
})
