/*
 * graph-N.lgr: the neighbour lists of one segment, little-endian. Nearly all links go both ways: such a pair is kept once,
 * with the lower of its nodes, and both lists are made again at opening.
 *
 *   offset  bytes       field
 *   0       4           magic        'LGRF'
 *   4       2           version      1
 *   6       2           entryCount
 *   8       4           nodeCount
 *   12      4           pairCount    links that go both ways, counted once
 *   16      4           oneWayCount
 *   20      4           listBytes
 *   24      4           checksum     CRC-32 of the first 24 bytes and of all that follows offset 28
 *   28      33          lengths      of the code words of symbols 0 to 32
 *   61      4*entries   entryPoints  u32
 *   ...     listBytes   lists        for each node the higher nodes it is paired with, ascending, as gaps (the first from the
 *                                    node itself): the code word of the gap's number of bits, then these bits without the
 *                                    leading one. Symbol 0 ends a list.
 *   ...     ...         one-way      for each link: varint gap of its node from the one before, varint target
 *
 * Measured on the pruned graph of 100,000 real chunks: see `README.md` for what else was tried.
 */
import { crc32 } from 'node:zlib'
import { ByteReader, ByteWriter } from '../../bytes.ts'
import { AppError, damagedPart } from '../../errors.ts'
import { BitReader, BitWriter } from './bit-stream.ts'
import type { CsrGraph } from './csr-graph.ts'
import { codeLengths, prefixCode, type PrefixCode } from './prefix-code.ts'
import { say } from '../../sayings/say.ts'

const magic = 0x4652474c
const version = 1
const headerBytes = 28
const symbols = 33

/** Lists must be ascending, without doubles and without the node itself. */
export function writeGraph(graph: CsrGraph): Uint8Array {
  const { pairs, oneWay, oneWayCount } = splitEdges(graph)
  const code = prefixCode(codeLengths(symbolCounts(pairs)))
  if (code === null) throw new Error('No code for these lists')
  const lists = writeLists(pairs, code)
  const entryOffset = headerBytes + symbols
  const listOffset = entryOffset + graph.entryPoints.length * 4
  const bytes = new Uint8Array(listOffset + lists.length + oneWay.length)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, magic, true)
  header.setUint16(4, version, true)
  header.setUint16(6, graph.entryPoints.length, true)
  header.setUint32(8, graph.nodeCount, true)
  header.setUint32(12, pairs.edges.length, true)
  header.setUint32(16, oneWayCount, true)
  header.setUint32(20, lists.length, true)
  bytes.set(code.lengths, headerBytes)
  for (const [i, node] of graph.entryPoints.entries()) header.setUint32(entryOffset + i * 4, node, true)
  bytes.set(lists, listOffset)
  bytes.set(oneWay, listOffset + lists.length)
  header.setUint32(24, checksum(bytes), true)
  return bytes
}

/** For each node the higher ones it is paired with. */
type Pairs = Pick<CsrGraph, 'nodeCount' | 'offsets' | 'edges'>

function splitEdges({ nodeCount, offsets, edges }: CsrGraph): {
  pairs: Pairs
  oneWay: Uint8Array
  oneWayCount: number
} {
  const pairOffsets = new Uint32Array(nodeCount + 1)
  const pairEdges = new Uint32Array(edges.length)
  const oneWay = new ByteWriter()
  let pairCount = 0
  let oneWayCount = 0
  let lastNode = 0
  for (let node = 0; node < nodeCount; node++) {
    for (let e = offsets[node]; e < offsets[node + 1]; e++) {
      const other = edges[e]
      if (hasEdge({ offsets, edges }, other, node)) {
        if (other > node) pairEdges[pairCount++] = other
        continue
      }
      oneWay.varint(node - lastNode)
      oneWay.varint(other)
      lastNode = node
      oneWayCount++
    }
    pairOffsets[node + 1] = pairCount
  }
  const pairs = { nodeCount, offsets: pairOffsets, edges: pairEdges.subarray(0, pairCount) }
  return { pairs, oneWay: oneWay.bytes(), oneWayCount }
}

function hasEdge({ offsets, edges }: Pick<CsrGraph, 'offsets' | 'edges'>, from: number, to: number): boolean {
  let low = offsets[from]
  let high = offsets[from + 1] - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (edges[middle] === to) return true
    if (edges[middle] < to) low = middle + 1
    else high = middle - 1
  }
  return false
}

function symbolCounts({ nodeCount, offsets, edges }: Pairs): Float64Array {
  const counts = new Float64Array(symbols)
  counts[0] = nodeCount
  for (let node = 0; node < nodeCount; node++) {
    for (let e = offsets[node]; e < offsets[node + 1]; e++)
      counts[32 - Math.clz32(gapAt(node, { offsets, edges }, e))]++
  }
  return counts
}

function gapAt(node: number, { offsets, edges }: Pick<CsrGraph, 'offsets' | 'edges'>, e: number): number {
  return edges[e] - (e === offsets[node] ? node : edges[e - 1])
}

function writeLists({ nodeCount, offsets, edges }: Pairs, code: PrefixCode): Uint8Array {
  const writer = new BitWriter()
  for (let node = 0; node < nodeCount; node++) {
    for (let e = offsets[node]; e < offsets[node + 1]; e++) {
      const gap = gapAt(node, { offsets, edges }, e)
      const bits = 32 - Math.clz32(gap)
      code.write(writer, bits)
      writer.write(gap, bits - 1)
    }
    code.write(writer, 0)
  }
  return writer.bytes()
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(headerBytes), crc32(bytes.subarray(0, 24)))
}

/** @throws AppError `library-damaged`, `library-too-new` */
export function readGraph(bytes: Uint8Array, name: string): CsrGraph {
  const fail = (reason: string): AppError => damagedPart(say('part.damaged', { name, reason }))
  if (bytes.byteLength < headerBytes + symbols) throw fail(`only ${bytes.byteLength} bytes long`)
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  if (header.getUint32(0, true) !== magic) throw fail('not a graph file')
  const found = header.getUint16(4, true)
  if (found > version) {
    throw new AppError('library-too-new', say('library.tooNew', { name, found, known: version }))
  }
  if (header.getUint32(24, true) !== checksum(bytes)) throw fail('its checksum is wrong')
  const nodeCount = header.getUint32(8, true)
  const entryOffset = headerBytes + symbols
  const listOffset = entryOffset + header.getUint16(6, true) * 4
  const listEnd = listOffset + header.getUint32(20, true)
  if (listEnd > bytes.byteLength) throw fail(`${bytes.byteLength} bytes, expected ${listEnd}`)
  const code = prefixCode(bytes.slice(headerBytes, entryOffset))
  const lists = bytes.subarray(listOffset, listEnd)
  // Every list takes a bit, every pair another two; counts beyond that would only allocate.
  const pairCount = header.getUint32(12, true)
  if (code === null || nodeCount + pairCount > lists.length * 8) throw fail('its counts contradict each other')
  const pairs = readLists(lists, { nodeCount, pairCount, code })
  const oneWay = readOneWay(bytes.subarray(listEnd), nodeCount, header.getUint32(16, true))
  const entryPoints = Uint32Array.from({ length: (listOffset - entryOffset) / 4 }, (_, i) =>
    header.getUint32(entryOffset + i * 4, true),
  )
  if (pairs === null || oneWay === null || entryPoints.some((node) => node >= nodeCount))
    throw fail('its lists do not fit its counts')
  return { nodeCount, entryPoints, ...expand(pairs, oneWay) }
}

interface ListCounts {
  readonly nodeCount: number
  readonly pairCount: number
  readonly code: PrefixCode
}

/** Null when the lists are not what the counts say. */
function readLists(bytes: Uint8Array, { nodeCount, pairCount, code }: ListCounts): Pairs | null {
  const reader = new BitReader(bytes)
  const offsets = new Uint32Array(nodeCount + 1)
  const edges = new Uint32Array(pairCount)
  let count = 0
  for (let node = 0; node < nodeCount; node++) {
    let other = node
    for (let bits = code.read(reader); bits > 0; bits = code.read(reader)) {
      other += 2 ** (bits - 1) + reader.read(bits - 1)
      if (count === pairCount || other >= nodeCount) return null
      edges[count++] = other
    }
    offsets[node + 1] = count
  }
  return count === pairCount && !reader.isPastEnd ? { nodeCount, offsets, edges } : null
}

/** Node and target of each link, one after the other; null when they are not what the count says. */
function readOneWay(bytes: Uint8Array, nodeCount: number, count: number): Uint32Array | null {
  if (count * 2 > bytes.length) return null
  const reader = new ByteReader(bytes)
  const links = new Uint32Array(count * 2)
  let node = 0
  try {
    for (let i = 0; i < links.length; i += 2) {
      node += reader.varint()
      const target = reader.varint()
      if (node >= nodeCount || target >= nodeCount) return null
      links[i] = node
      links[i + 1] = target
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
  return reader.position === bytes.length ? links : null
}

/** Both lists of each pair. Going up through the nodes fills every list in order; only one-way links come out of turn. */
function expand(pairs: Pairs, oneWay: Uint32Array): Pick<CsrGraph, 'offsets' | 'edges'> {
  const { nodeCount } = pairs
  const offsets = new Uint32Array(nodeCount + 1)
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] += pairs.offsets[node + 1] - pairs.offsets[node]
  for (const other of pairs.edges) offsets[other + 1]++
  for (let i = 0; i < oneWay.length; i += 2) offsets[oneWay[i] + 1]++
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] += offsets[node]
  const edges = new Uint32Array(offsets[nodeCount])
  const next = offsets.slice(0, nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    for (let e = pairs.offsets[node]; e < pairs.offsets[node + 1]; e++) {
      edges[next[node]++] = pairs.edges[e]
      edges[next[pairs.edges[e]]++] = node
    }
  }
  for (let i = 0; i < oneWay.length; i += 2) edges[next[oneWay[i]]++] = oneWay[i + 1]
  for (let i = 0; i < oneWay.length; i += 2) edges.subarray(offsets[oneWay[i]], offsets[oneWay[i] + 1]).sort()
  return { offsets, edges }
}
