import { describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { bitFlips, truncations } from '../test/damage.ts'
import { readDeletes, writeDeletes } from './deletes-file.ts'
import { RowSet } from './row-set.ts'

function codeOfFailure(bytes: Uint8Array): string {
  try {
    readDeletes(bytes, 'deletes-1-2.ldl')
    return 'read'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

function made(): RowSet {
  const deleted = new RowSet(21)
  deleted.addRange(3, 6)
  deleted.addRange(5, 12)
  deleted.addRange(20, 21)
  return deleted
}

describe('the deleted rows of a segment', () => {
  test('count each row once, however often it is deleted', () => {
    const deleted = made()
    expect(deleted.count).toBe(10)
    const rows = Array.from({ length: 21 }, (_, row) => row).filter((row) => deleted.has(row))
    expect(rows).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 20])
  })

  test('are not changed through a copy', () => {
    const deleted = made()
    const copy = deleted.copy()
    copy.addRange(0, 21)
    expect([deleted.count, copy.count]).toEqual([10, 21])
  })

  test.each([0, 1, 8, 21])('come back from a file: %i rows', (rowCount) => {
    const deleted = new RowSet(rowCount)
    deleted.addRange(Math.min(1, rowCount), rowCount)
    expect(readDeletes(writeDeletes(deleted), 'deletes-1-2.ldl')).toEqual(deleted)
  })
})

describe('the file of deleted rows', () => {
  test('that is cut off anywhere, or too long, is refused as damaged', () => {
    for (const cut of truncations(writeDeletes(made()))) expect(codeOfFailure(cut)).toBe('library-damaged')
    expect(codeOfFailure(new Uint8Array([...writeDeletes(made()), 0]))).toBe('library-damaged')
  })

  test('with any one bit changed is refused, as damaged or as too new', () => {
    for (const flipped of bitFlips(writeDeletes(made())))
      expect(codeOfFailure(flipped)).toMatch(/^library-(?:damaged|too-new)$/u)
  })

  test('of a newer format is refused as too new', () => {
    const bytes = writeDeletes(made())
    bytes[4] = 9
    expect(codeOfFailure(bytes)).toBe('library-too-new')
  })
})
