/*
 * The terms of a keyword file, ascending by UTF-16 units, front-coded in blocks of 32; each block begins at a whole byte.
 *
 *   256 bytes   ranks   the bytes of all terms, most frequent first: a byte is written as its rank
 *   per term    4 bits bytes shared with the term before, 4 bits bytes that follow; 15: gamma of what is above 15 follows at
 *               once. A block's first term shares 0.
 *               the bytes that follow, each Rice-coded: rank >> 3 zeros, a one, 3 bits
 *               gamma(rows - 1), 1 bit: some count is not 1; of few rows the list itself (short-lists.ts), of more gamma(bytes of
 *               its list). Version 1 has no short lists: where rows > 1, gamma(bytes of its list)
 *
 * Bytes by rank take 4.9 bits each on ../data/prose, where deflated pages of 512 terms would take 4 and cost 30 µs a look-up.
 */
import { ByteReader } from '../bytes.ts'
import type { Steps } from '../in-steps.ts'
import { ByteList } from './byte-list.ts'
import { BitReader, bitReaderPadding, BitWriter } from './interpolative.ts'
import type { PostingsPlace } from './postings.ts'
import { mostShort, ShortListReader, ShortListWriter, type ShortList, ShortRows } from './short-lists.ts'

export const termsPerBlock = 32
const rankBytes = 256

/** A term as the dictionary has it. */
export interface TermEntry extends PostingsPlace {
  readonly term: string
  /** The list, where it is short: it was read on the way to the term. */
  readonly list?: ShortRows
}

/** Takes terms in their order; gives the two sections. */
export class DictionaryWriter {
  readonly #shared: number[] = []
  readonly #restEnds: number[] = []
  readonly #rest = new ByteList()
  readonly #places: (PostingsPlace & { readonly size: number })[] = []
  readonly #bits = new BitWriter()
  readonly #short: ShortListWriter
  #last: Uint8Array = new Uint8Array()

  /** `rowCount`: of the segment. */
  constructor(rowCount: number) {
    this.#short = new ShortListWriter(this.#bits, rowCount)
  }

  get termCount(): number {
    return this.#shared.length
  }

  /** A term whose list has `size` bytes in the postings. */
  add({ term, start, rows, isCounted }: TermEntry, size: number): void {
    this.#addTerm(term)
    this.#short.passLong()
    this.#places.push({ start, rows, isCounted, size })
  }

  /** A term with its list, of `mostShort` rows at most; `start`: where the next list in the postings is. */
  addShort(term: string, list: ShortList, start: number): void {
    const before = this.#bits.bitCount
    this.#addTerm(term)
    this.#short.write(list)
    const { rows, isCounted } = list
    this.#places.push({ start, rows: rows.length, isCounted, size: this.#bits.bitCount - before })
  }

  #addTerm(term: string): void {
    const utf8 = Buffer.from(term)
    const isFirst = this.termCount % termsPerBlock === 0
    if (isFirst) this.#short.passLong()
    const shared = isFirst ? 0 : sharedStart(this.#last, utf8)
    this.#shared.push(shared)
    this.#rest.add(utf8.subarray(shared))
    this.#restEnds.push(this.#rest.length)
    this.#last = utf8
  }

  /** `index`: two u32 per block, its first byte in the dictionary (after the ranks) and in the postings. */
  *sections(): Steps<{ index: Uint8Array; dictionary: Uint8Array }> {
    const bytes = this.#rest.bytes()
    const ranking = ranked(bytes)
    const rankOf = new Uint8Array(rankBytes)
    for (const [rank, byte] of ranking.entries()) rankOf[byte] = rank
    const bits = new BitWriter()
    const short = new BitReader(Buffer.concat([this.#bits.bytes(), Buffer.alloc(bitReaderPadding)]))
    const index: number[] = []
    for (let i = 0, from = 0; i < this.termCount; from = this.#restEnds[i++]) {
      if (i % termsPerBlock === 0) {
        yield
        bits.align()
        index.push(bits.byteCount, this.#places[i].start)
      }
      const { rows, isCounted, size } = this.#places[i]
      writeLength(bits, this.#shared[i])
      writeLength(bits, this.#restEnds[i] - from)
      for (let at = from; at < this.#restEnds[i]; at++) writeRank(bits, rankOf[bytes[at]])
      bits.gamma(rows - 1)
      bits.bits(isCounted ? 1 : 0, 1)
      if (rows <= mostShort) bits.copy(short, size)
      else bits.gamma(size)
    }
    bits.align()
    return {
      index: new Uint8Array(Uint32Array.from(index).buffer),
      dictionary: Buffer.concat([ranking, bits.bytes()]),
    }
  }
}

function sharedStart(a: Uint8Array, b: Uint8Array): number {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  return i
}

/** All byte values, the most frequent in `bytes` first. */
function ranked(bytes: Uint8Array): Uint8Array {
  const frequencies = new Uint32Array(rankBytes)
  for (const byte of bytes) frequencies[byte]++
  return Uint8Array.from(frequencies.keys()).toSorted((a, b) => frequencies[b] - frequencies[a] || a - b)
}

function writeLength(bits: BitWriter, length: number): void {
  bits.bits(Math.min(length, 15), 4)
  if (length >= 15) bits.gamma(length - 15)
}

function writeRank(bits: BitWriter, rank: number): void {
  const zeros = rank >> 3
  if (zeros < 12) return bits.bits(8 | (rank & 7), zeros + 4)
  bits.bits(1, zeros + 1)
  bits.bits(rank & 7, 3)
}

interface DictionaryParts {
  /** The index section. */
  readonly index: DataView
  /** The dictionary section and at least `bitReaderPadding` bytes after it. */
  readonly dictionary: Uint8Array
  readonly postings: Uint8Array
  readonly termCount: number
  /** Of the segment. */
  readonly rowCount: number
  /** Of the file; in version 1 all lists are in the postings. */
  readonly version: number
}

/** Terms that were found, or were not, are remembered up to so many: a query asks for each of its words more than once. */
const mostFound = 1024

/** Finds terms, decoding one block at a time. */
export class DictionaryReader {
  readonly #parts: DictionaryParts
  readonly #blocks: number
  readonly #bits: BitReader
  readonly #found = new Map<string, TermEntry | undefined>()
  readonly #short: ShortListReader
  /** The bytes of the term at hand, and what is said of its rows. */
  #utf8 = new Uint8Array(256)
  #rows = 0
  #isCounted = false

  constructor(parts: DictionaryParts) {
    this.#parts = parts
    this.#blocks = Math.ceil(parts.termCount / termsPerBlock)
    this.#bits = new BitReader(parts.dictionary)
    this.#short = new ShortListReader(this.#bits, parts)
  }

  find(term: string): TermEntry | undefined {
    const known = this.#found.get(term)
    if (known !== undefined || this.#found.has(term)) return known
    const entry = this.#find(term)
    if (this.#found.size === mostFound) this.#found.clear()
    this.#found.set(term, entry)
    return entry
  }

  #find(term: string): TermEntry | undefined {
    const wanted = Buffer.from(term)
    const block = this.#lastBlockAtMost(wanted)
    if (block < 0) return undefined
    let next = this.#seek(block)
    for (let left = this.#termsIn(block); left > 0; left--) {
      const length = this.#readBytes()
      const size = this.#readPlace(next)
      if (length === wanted.length && startsWith(this.#utf8, wanted)) return this.#entry(term, next)
      next += size
    }
    return undefined
  }

  /** Calls `visit` with each term that begins with `prefix`, ascending: its bytes, good until the next one, and how many rows hold it. */
  each(prefix: string, visit: (utf8: Uint8Array, length: number, rows: number) => void): void {
    const start = Buffer.from(prefix)
    for (let block = Math.max(0, this.#lastBlockAtMost(start)); block < this.#blocks; block++) {
      let next = this.#seek(block)
      for (let left = this.#termsIn(block); left > 0; left--) {
        const length = this.#readBytes()
        next += this.#readPlace(next)
        if (length >= start.length && startsWith(this.#utf8, start)) visit(this.#utf8, length, this.#rows)
        else if (compared(this.#utf8, length, start) > 0) return
      }
    }
  }

  /** Terms from `term` on, ascending, and how many rows hold each. */
  *from(term: string): Generator<Pick<TermEntry, 'term' | 'rows'>> {
    // Half a character, as a person may have typed, is no term's beginning.
    const start = Buffer.from(term.isWellFormed() ? term : '')
    for (let block = Math.max(0, this.#lastBlockAtMost(start)); block < this.#blocks; block++) {
      const entries = this.#block(block, (found) => ({ term: found, rows: this.#rows }))
      for (const entry of entries) if (entry.term >= term) yield entry
    }
  }

  /** All terms, ascending. */
  *entries(): Generator<TermEntry> {
    for (let block = 0; block < this.#blocks; block++)
      yield* this.#block(block, (term, start) => this.#entry(term, start))
  }

  /** The last block whose first term is not above `term`; -1 where there is none. */
  #lastBlockAtMost(term: Uint8Array): number {
    let low = 0
    let high = this.#blocks
    while (low < high) {
      const middle = (low + high) >>> 1
      this.#seek(middle)
      if (compared(this.#utf8, this.#readBytes(), term) <= 0) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Goes to a block's first term; gives where in the postings its list is. */
  #seek(block: number): number {
    const { index } = this.#parts
    this.#short.passLong()
    this.#bits.seek(rankBytes + index.getUint32(block * 8, true))
    return index.getUint32(block * 8 + 4, true)
  }

  #termsIn(block: number): number {
    return Math.min(termsPerBlock, this.#parts.termCount - block * termsPerBlock)
  }

  /** What `make` makes of each term of a block, and of where its list begins, while that is the one that was read last. */
  #block<T>(block: number, make: (term: string, start: number) => T): T[] {
    let next = this.#seek(block)
    return Array.from({ length: this.#termsIn(block) }, () => {
      const term = this.#readTerm()
      const start = next
      next += this.#readPlace(start)
      return make(term, start)
    })
  }

  /** The term that was read last. */
  #entry(term: string, start: number): TermEntry {
    const place = { start, rows: this.#rows, isCounted: this.#isCounted }
    return this.#isShort(place.rows) ? { term, ...place, list: this.#short.list() } : { term, ...place }
  }

  #isShort(rows: number): boolean {
    return this.#parts.version > 1 && rows <= mostShort
  }

  /** What follows a term: of its list, which begins at `next` if it is in the postings; gives the bytes that it has there. */
  #readPlace(next: number): number {
    const bits = this.#bits
    const rows = (this.#rows = bits.gamma() + 1)
    const isCounted = (this.#isCounted = bits.bits(1) === 1)
    if (this.#isShort(rows)) {
      this.#short.read(rows, isCounted)
      return 0
    }
    this.#short.passLong()
    return rows > 1 ? bits.gamma() : singleSize(this.#parts.postings, next, isCounted)
  }

  #readTerm(): string {
    return textOf(this.#utf8, this.#readBytes())
  }

  /** Reads the next term into `#utf8`, which holds the one before; gives its bytes. */
  #readBytes(): number {
    const shared = this.#readLength()
    const length = shared + this.#readLength()
    if (length > this.#utf8.length) this.#grow(length)
    for (let i = shared; i < length; i++) this.#utf8[i] = this.#parts.dictionary[this.#readRank()]
    return length
  }

  #readLength(): number {
    const length = this.#bits.bits(4)
    return length < 15 ? length : 15 + this.#bits.gamma()
  }

  #readRank(): number {
    const zeros = this.#bits.zeros()
    return zeros * 8 + this.#bits.bits(3)
  }

  #grow(length: number): void {
    const grown = new Uint8Array(length * 2)
    grown.set(this.#utf8)
    this.#utf8 = grown
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return false
  return true
}

/** From 0xee on the first bytes of UTF-8: of U+E000 to U+FFFF, ... */
const privateStart = 0xee
/** ... and from here on of what are two UTF-16 units, which come before those. */
const pairStart = 0xf0

/** Below 0 where the term of the first `length` bytes comes before `other`, by UTF-16 units as `<` has it; 0: they are the same. */
function compared(utf8: Uint8Array, length: number, other: Uint8Array): number {
  const both = Math.min(length, other.length)
  for (let i = 0; i < both; i++) {
    const a = utf8[i]
    const b = other[i]
    if (a === b) continue
    const isTurned = a >= privateStart && b >= privateStart && a >= pairStart !== b >= pairStart
    return isTurned ? b - a : a - b
  }
  return length - other.length
}

/** The first `length` bytes as a string. Short ASCII, which nearly all terms are, is faster made here than by a decoder. */
export function textOf(utf8: Uint8Array, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) {
    if (utf8[i] > 127) return Buffer.from(utf8.buffer, utf8.byteOffset, length).toString('utf8')
    text += String.fromCharCode(utf8[i])
  }
  return text
}

/** Bytes of a list of one row: it ends by itself. */
function singleSize(postings: Uint8Array, start: number, isCounted: boolean): number {
  const reader = new ByteReader(postings, start)
  reader.skipVarints(isCounted ? 2 : 1)
  return reader.position - start
}
