import { describe, expect, test } from 'vitest'
import { ExtractError } from '../extracted.ts'
import { makeCompoundFile } from '../testing/compound-fixture.ts'
import { openCompoundFile } from './compound-file.ts'

const large = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251)
const file = makeCompoundFile({ Small: Buffer.from('few bytes'), Large: large, 'Storage/Inner': Buffer.from('inside') })

describe('a compound file', () => {
  test('gives the bytes of its streams, small and large, also inside a storage and in any case', () => {
    const { read, paths } = openCompoundFile(file)
    expect(paths.toSorted()).toEqual(['Large', 'Small', 'Storage/Inner'])
    expect(Buffer.from(read('Small')!).toString()).toBe('few bytes')
    expect(read('Large')).toEqual(Buffer.from(large))
    expect(Buffer.from(read('storage/INNER')!).toString()).toBe('inside')
    expect(read('Other')).toBeNull()
  })

  test('that is cut off gives what is there', () => {
    const { read } = openCompoundFile(file)
    expect(read('Large')).toHaveLength(10_000)
    expect(() => openCompoundFile(file.subarray(0, 600))).toThrow(/no root directory/)
    expect(() => openCompoundFile(file.subarray(0, 100))).toThrow(/only 100 bytes/)
  })

  test('whose sectors point at themselves comes to an end', () => {
    const damaged = file.slice()
    const view = new DataView(damaged.buffer)
    // The FAT is the last sector: every entry of it leads to sector 0.
    for (let at = damaged.length - 512; at < damaged.length; at += 4) view.setUint32(at, 0, true)
    expect(readAll(damaged)).toBeLessThan(damaged.length * 10)
  })
})

/** Bytes of all streams; 0 for a file that is refused. */
function readAll(bytes: Uint8Array): number {
  try {
    const { paths, read } = openCompoundFile(bytes)
    return paths.reduce((sum, path) => sum + (read(path)?.length ?? 0), 0)
  } catch (error) {
    if (error instanceof ExtractError) return 0
    throw error
  }
}
