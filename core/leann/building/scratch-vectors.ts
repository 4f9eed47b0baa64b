/*
 * scratch vectors: unit vectors on disk while a graph is built from them, 7 bits a dimension (`level-rows.ts`), little-endian.
 *
 *   offset  bytes                    field
 *   0       4                        magic       'LSCR'
 *   4       2                        version     1
 *   6       2                        (zero)
 *   8       4                        dimensions
 *   12      4                        CRC-32 of the bytes before
 *   16      ...                      blocks of 64 rows, the last perhaps shorter:
 *           rows × levelBytes          levels
 *           rows × 8                   factors
 *           4                          CRC-32 of the block's bytes before
 *   ...     4                        magic       'LEND'
 *   ...     4                        rowCount
 *   ...     4                        CRC-32 of all the blocks' CRC-32
 *   ...     4                        CRC-32 of the 12 bytes before
 *
 * Without its end a file is not read, but can be written on from its last whole block.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { explained } from '../../durable-file.ts'
import { AppError, messageOf } from '../../errors.ts'
import { factorBytes, fromLevels, levelBytes, toLevels, type LevelRows } from './level-rows.ts'

const magic = 0x5243534c
const endMagic = 0x444e454c
const version = 1
const headerBytes = 16
const endBytes = 16
const blockRows = 64
const crcBytes = 4
/** Bytes that are read or written at a time, about. */
const pieceBytes = 1 << 20

/** Appends vectors to a file. One call at a time. */
export interface ScratchWriter {
  /** Rows appended, and on disk but for those of the last pieces. */
  readonly rowCount: number
  /** Whole rows of float32, [rows × dimensions]. @throws AppError `disk-full` */
  append(vectors: Float32Array): Promise<void>
  /** Writes the end, syncs and closes: the file can be read. */
  finish(): Promise<void>
  /** Closes without the end. */
  close(): Promise<void>
}

/** A new file in place of any that is there. */
export async function createScratchVectors(path: string, dimensions: number): Promise<ScratchWriter> {
  const file = await open(path, 'w+', 0o600)
  await file.write(headerOf(dimensions), 0, headerBytes, 0)
  return writerOf({ path, file, dimensions, crcs: [] })
}

/**
 * Goes on with a file that was left without its end: after its last whole and sound block (`rowCount` says where that is).
 * A file of other dimensions, or none, is begun anew.
 */
export async function resumeScratchVectors(path: string, dimensions: number): Promise<ScratchWriter> {
  const file = await open(path, 'r+', 0o600).catch(() => null)
  if (file === null) return createScratchVectors(path, dimensions)
  const header = Buffer.alloc(headerBytes)
  await file.read(header, 0, headerBytes, 0)
  if (!header.equals(headerOf(dimensions))) {
    await file.close()
    return createScratchVectors(path, dimensions)
  }
  const block = Buffer.alloc(blockBytesOf(dimensions, blockRows))
  const crcs: number[] = []
  for (;;) {
    const { bytesRead } = await file.read(block, 0, block.length, headerBytes + crcs.length * block.length)
    if (bytesRead < block.length || !isSound(block)) break
    crcs.push(block.readUInt32LE(block.length - crcBytes))
  }
  await file.truncate(headerBytes + crcs.length * block.length)
  return writerOf({ path, file, dimensions, crcs })
}

interface Writing {
  readonly path: string
  readonly file: FileHandle
  readonly dimensions: number
  /** Of the blocks that are there. */
  readonly crcs: number[]
}

function writerOf({ path, file, dimensions, crcs }: Writing): ScratchWriter {
  const blockBytes = blockBytesOf(dimensions, blockRows)
  const pieceBlocks = Math.max(1, Math.floor(pieceBytes / blockBytes))
  let rowCount = crcs.length * blockRows
  let position = headerBytes + crcs.length * blockBytes
  /** Whole blocks that wait, and the rows of the one that is not full. */
  let waiting: Buffer[] = []
  let block = emptyBlock(dimensions)
  let rows = 0

  function seal(): void {
    const bytes = sealedBlock(block, rows, dimensions)
    crcs.push(bytes.readUInt32LE(bytes.length - crcBytes))
    waiting.push(bytes)
    block = emptyBlock(dimensions)
    rows = 0
  }

  async function flush(): Promise<void> {
    const bytes = Buffer.concat(waiting)
    waiting = []
    try {
      await file.write(bytes, 0, bytes.length, position)
    } catch (error) {
      throw explained(error, path)
    }
    position += bytes.length
  }

  return {
    get rowCount() {
      return rowCount
    },
    async append(vectors) {
      const count = vectors.length / dimensions
      if (!Number.isInteger(count)) throw new RangeError(`Expected rows of ${dimensions}, got ${vectors.length} values`)
      for (let row = 0; row < count; row++) {
        toLevels(vectors, { row, dimensions }, { ...block, row: rows++ })
        rowCount++
        if (rows < blockRows) continue
        seal()
        if (waiting.length >= pieceBlocks) await flush()
      }
    },
    async finish() {
      if (rows > 0) seal()
      waiting.push(endOf(rowCount, crcs))
      await flush()
      await file.sync()
      await file.close()
    },
    close: () => file.close(),
  }
}

interface Block {
  readonly levels: Uint8Array
  readonly factors: DataView
}

function emptyBlock(dimensions: number): Block {
  const levels = new Uint8Array(blockRows * levelBytes(dimensions))
  return { levels, factors: new DataView(new ArrayBuffer(blockRows * factorBytes)) }
}

function sealedBlock({ levels, factors }: Block, rows: number, dimensions: number): Buffer {
  const levelsEnd = rows * levelBytes(dimensions)
  const bytes = Buffer.alloc(blockBytesOf(dimensions, rows))
  bytes.set(levels.subarray(0, levelsEnd))
  bytes.set(new Uint8Array(factors.buffer, 0, rows * factorBytes), levelsEnd)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, -crcBytes)), bytes.length - crcBytes)
  return bytes
}

function isSound(block: Uint8Array): boolean {
  const end = block.length - crcBytes
  return crc32(block.subarray(0, end)) === new DataView(block.buffer, block.byteOffset).getUint32(end, true)
}

function blockBytesOf(dimensions: number, rows: number): number {
  return rows * (levelBytes(dimensions) + factorBytes) + crcBytes
}

function headerOf(dimensions: number): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(magic, 0)
  header.writeUInt16LE(version, 4)
  header.writeUInt32LE(dimensions, 8)
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12)
  return header
}

function endOf(rowCount: number, crcs: readonly number[]): Buffer {
  const end = Buffer.alloc(endBytes)
  end.writeUInt32LE(endMagic, 0)
  end.writeUInt32LE(rowCount, 4)
  end.writeUInt32LE(crc32(new Uint8Array(Uint32Array.from(crcs).buffer)), 8)
  end.writeUInt32LE(crc32(end.subarray(0, 12)), 12)
  return end
}

/** Looks at a row where it lies; `row` of `levels` and `factors` is the `i`-th of those asked for. */
type Visit = (i: number, block: Block, row: number) => void

/** A finished file, open for reading. Every block is checked whenever it is read; a damaged one is an AppError `failed`. */
export class ScratchVectors {
  readonly path: string
  readonly dimensions: number
  readonly rowCount: number
  /** Differs, in all likelihood, between files of different vectors. */
  readonly identity: number
  readonly #file: number
  readonly #piece: Uint8Array

  /** Of a file that `openScratchVectors` has looked at. */
  constructor(path: string, file: number, { dimensions, rowCount, identity }: ScratchFacts) {
    this.path = path
    this.dimensions = dimensions
    this.rowCount = rowCount
    this.identity = identity
    this.#file = file
    this.#piece = new Uint8Array(Math.max(pieceBytes, blockBytesOf(dimensions, blockRows)))
  }

  close(): void {
    closeSync(this.#file)
  }

  /** Rows `from` to `to` - 1 as float32, [rows × dimensions]. */
  read(from: number, to: number): Float32Array {
    return this.gather(Uint32Array.from({ length: to - from }, (_, i) => from + i))
  }

  /** The rows, which ascend, as float32, [rows × dimensions]. */
  gather(rows: Uint32Array): Float32Array {
    const { dimensions } = this
    const vectors = new Float32Array(rows.length * dimensions)
    this.#visit(rows, (i, block, row) => fromLevels({ ...block, row }, { vectors, row: i, dimensions }))
    return vectors
  }

  /** Copies the rows, which ascend, to the first of `target`. */
  copyTo(target: LevelRows, rows: Uint32Array): void {
    const bytes = levelBytes(this.dimensions)
    this.#visit(rows, (i, { levels, factors }, row) => {
      target.levels.set(levels.subarray(row * bytes, (row + 1) * bytes), i * bytes)
      const from = factors.byteOffset + row * factorBytes
      target.factors.set(new Uint8Array(factors.buffer, from, factorBytes), i * factorBytes)
    })
  }

  /** Reads blocks that lie together in one piece. */
  #visit(rows: Uint32Array, visit: Visit): void {
    const blockBytes = blockBytesOf(this.dimensions, blockRows)
    const pieceBlocks = Math.floor(this.#piece.length / blockBytes)
    for (let i = 0; i < rows.length;) {
      const first = Math.floor(rows[i] / blockRows)
      let last = first
      let end = i
      for (; end < rows.length; end++) {
        const block = Math.floor(rows[end] / blockRows)
        if (block > last + 1 || block >= first + pieceBlocks) break
        last = block
      }
      this.#readBlocks(first, last)
      let open = -1
      let block: Block | null = null
      for (; i < end; i++) {
        const number = Math.floor(rows[i] / blockRows)
        if (number !== open || block === null) block = this.#blockAt(number, (number - first) * blockBytes)
        open = number
        visit(i, block, rows[i] % blockRows)
      }
    }
  }

  #readBlocks(first: number, last: number): void {
    const { dimensions, rowCount } = this
    if (last * blockRows >= rowCount) throw new RangeError(`Expected rows below ${rowCount}`)
    const blockBytes = blockBytesOf(dimensions, blockRows)
    const length = (last - first) * blockBytes + blockBytesOf(dimensions, rowsOf(last, rowCount))
    const read = readSync(this.#file, this.#piece, 0, length, headerBytes + first * blockBytes)
    if (read < length) throw damaged(this.path, `it ends ${length - read} bytes early`)
  }

  /** A view of the block that lies at `at` in the piece read last. */
  #blockAt(number: number, at: number): Block {
    const rows = rowsOf(number, this.rowCount)
    const bytes = this.#piece.subarray(at, at + blockBytesOf(this.dimensions, rows))
    if (!isSound(bytes)) throw damaged(this.path, `the checksum of rows from ${number * blockRows} on differs`)
    const levelsEnd = rows * levelBytes(this.dimensions)
    return {
      levels: bytes.subarray(0, levelsEnd),
      factors: new DataView(bytes.buffer, bytes.byteOffset + levelsEnd, rows * factorBytes),
    }
  }
}

function rowsOf(block: number, rowCount: number): number {
  return Math.min(blockRows, rowCount - block * blockRows)
}

interface ScratchFacts {
  readonly dimensions: number
  readonly rowCount: number
  readonly identity: number
}

/** @throws AppError `failed` for a file that is not there, unfinished or damaged */
export function openScratchVectors(path: string): ScratchVectors {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    throw new AppError('failed', `Expected vectors in ${path}: ${messageOf(error)}.`, { cause: error })
  }
  try {
    return new ScratchVectors(path, file, factsOf(path, file))
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function factsOf(path: string, file: number): ScratchFacts {
  const { size } = fstatSync(file)
  const header = Buffer.alloc(headerBytes)
  const end = Buffer.alloc(endBytes)
  readSync(file, header, 0, headerBytes, 0)
  const dimensions = header.readUInt32LE(8)
  if (!header.equals(headerOf(dimensions))) throw damaged(path, 'it does not begin as one of version 1 does')
  if (size >= headerBytes + endBytes) readSync(file, end, 0, endBytes, size - endBytes)
  if (end.readUInt32LE(0) !== endMagic || end.readUInt32LE(12) !== crc32(end.subarray(0, 12)))
    throw damaged(path, 'it was not written to its end')
  const rowCount = end.readUInt32LE(4)
  const wholeBlocks = Math.floor(rowCount / blockRows)
  const rest = rowCount % blockRows
  const blocks = wholeBlocks * blockBytesOf(dimensions, blockRows) + (rest === 0 ? 0 : blockBytesOf(dimensions, rest))
  if (size !== headerBytes + blocks + endBytes)
    throw damaged(path, `${rowCount} rows make ${headerBytes + blocks + endBytes} bytes, it has ${size}`)
  return { dimensions, rowCount, identity: end.readUInt32LE(8) }
}

function damaged(path: string, what: string): AppError {
  return new AppError('failed', `The vectors in ${path} are damaged: ${what}. Delete the file and build again.`)
}
