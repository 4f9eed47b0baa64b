import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../errors.ts'
import { randomNumbers } from '../../random.ts'
import { bitFlips, truncations } from '../../test/damage.ts'
import type { CsrGraph } from './csr-graph.ts'
import { readGraph, writeGraph } from './graph-file.ts'
import { buildOn, clustered } from './testing/clustered.ts'

/** Lists of random neighbours; most links go both ways. */
function randomGraph(nodeCount: number, degree: number, seed: number): CsrGraph {
  const random = randomNumbers(seed)
  const lists = Array.from({ length: nodeCount }, () => new Set<number>())
  for (let i = 0; i < nodeCount * degree; i++) {
    const [a, b] = [Math.floor(random() * nodeCount), Math.floor(random() * nodeCount)]
    if (a === b) continue
    lists[a].add(b)
    if (random() < 0.9) lists[b].add(a)
  }
  const sorted = lists.map((list) => [...list].toSorted((a, b) => a - b))
  const offsets = new Uint32Array(nodeCount + 1)
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] = offsets[node] + sorted[node].length
  const entryPoints = Uint32Array.from(nodeCount === 0 ? [] : [0, nodeCount - 1])
  return { nodeCount, entryPoints, offsets, edges: Uint32Array.from(sorted.flat()) }
}

function codeOfFailure(bytes: Uint8Array): string {
  try {
    readGraph(bytes, 'graph-1.lgr')
    return 'read'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const small = randomGraph(12, 4, 1)

/** The file with some header bytes replaced and a right checksum: what a bug could write, not what a disk does. */
function forged(change: (header: DataView) => void): Uint8Array {
  const bytes = writeGraph(small)
  const header = new DataView(bytes.buffer)
  change(header)
  header.setUint32(24, crc32(bytes.subarray(28), crc32(bytes.subarray(0, 24))), true)
  return bytes
}

describe('a graph file', () => {
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [50, 0],
    [50, 3],
    [300, 40],
    [70_000, 2],
  ])('gives back the lists of %i nodes with about %i links each', (nodeCount, degree) => {
    const graph = randomGraph(nodeCount, degree, nodeCount + degree)
    expect(readGraph(writeGraph(graph), 'graph-1.lgr')).toEqual(graph)
  })

  test('gives back a built graph in less than two bytes for a link', async () => {
    const data = clustered({ count: 3000, dimensions: 32, seed: 1, queries: 0 })
    const graph = await buildOn(data)
    const bytes = writeGraph(graph)
    expect(readGraph(bytes, 'graph-1.lgr')).toEqual(graph)
    expect(bytes.length / graph.edges.length).toBeLessThan(2)
  })

  test('can be read from the middle of a larger buffer, at any alignment', () => {
    const bytes = writeGraph(small)
    for (let shift = 0; shift < 8; shift++) {
      const buffer = Buffer.alloc(bytes.length + 16, 255)
      buffer.set(bytes, shift)
      expect(readGraph(buffer.subarray(shift, shift + bytes.length), 'graph-1.lgr')).toEqual(small)
    }
  })

  test('that is cut off anywhere, or too long, is refused as damaged', () => {
    for (const cut of truncations(writeGraph(small))) expect(codeOfFailure(cut)).toBe('library-damaged')
    expect(codeOfFailure(new Uint8Array([...writeGraph(small), 0]))).toBe('library-damaged')
  })

  test('with any one bit changed is refused, as damaged or as too new', () => {
    let flips = 0
    for (const flipped of bitFlips(writeGraph(small))) {
      expect(codeOfFailure(flipped)).toMatch(/^library-(?:damaged|too-new)$/u)
      flips++
    }
    expect(flips).toBeGreaterThan(500)
  })

  test('of a newer format is refused as too new', () => {
    expect(codeOfFailure(forged((header) => header.setUint16(4, 9, true)))).toBe('library-too-new')
  })

  test('whose counts contradict each other is refused as damaged, though its checksum is right', () => {
    const pairs = new DataView(writeGraph(small).buffer).getUint32(12, true)
    const changes: ((header: DataView) => void)[] = [
      (header) => header.setUint16(6, 1, true),
      (header) => header.setUint16(6, 0xffff, true),
      (header) => header.setUint32(8, 1, true),
      (header) => header.setUint32(8, 0xffff_ffff, true),
      (header) => header.setUint32(12, pairs - 1, true),
      (header) => header.setUint32(12, pairs + 1, true),
      (header) => header.setUint32(12, 0xffff_ffff, true),
      (header) => header.setUint32(16, 0, true),
      (header) => header.setUint32(16, 0xffff_ffff, true),
      (header) => header.setUint32(20, 1, true),
      (header) => header.setUint32(20, 0xffff_ffff, true),
      (header) => header.setUint8(28, 13),
      (header) => header.setUint32(61, 12, true),
    ]
    expect(changes.map((change) => codeOfFailure(forged(change)))).toEqual(changes.map(() => 'library-damaged'))
  })

  test('with any of its lists changed and a right checksum is refused or read, never a crash', () => {
    const length = writeGraph(small).length
    for (let at = 28; at < length; at++) {
      for (const value of [0, 1, 127, 255]) {
        expect(codeOfFailure(forged((header) => header.setUint8(at, value)))).toMatch(/^(?:library-damaged|read)$/u)
      }
    }
  })
})
