/*
 * keywords-N.lkw: the words of one immutable segment, little-endian. Rows are those of the segment file.
 *
 *   offset      bytes        field
 *   0           4            magic        'LKWD'
 *   4           2            version      3; 2 has other counts and short lists, 1 all lists in the postings
 *   6           2            analysis     of the terms, see `analysisVersion`
 *   8           4            rowCount
 *   12          4            termCount
 *   16          4            dictionaryBytes
 *   20          4            postingsBytes
 *   24          4            checksum     CRC-32 of the first 24 bytes and of all that follows offset 28
 *   28          4            (zero)
 *   32          8 * blocks   index        see dictionary.ts
 *   ...         dictionary   dictionary   see dictionary.ts
 *   ...         postings     see postings.ts
 *   ...         rowCount     lengths      see row-lengths.ts
 *   ...         8            (zero)       for reading bits
 */
import { crc32 } from 'node:zlib'
import { AppError, damagedPart } from '../errors.ts'
import { allSteps, type Steps } from '../in-steps.ts'
import { ByteList } from './byte-list.ts'
import { DictionaryReader, DictionaryWriter, termsPerBlock, type TermEntry } from './dictionary.ts'
import { bitReaderPadding } from './interpolative.ts'
import { mostShort } from './short-lists.ts'
import type { RowList } from './row-list.ts'
import { PostingsReader, PostingsWriter } from './postings.ts'
import { say } from '../sayings/say.ts'

const magic = 0x44574b4c
const version = 3
const headerBytes = 32

/** Raised when analysis gives other terms than before: files of another analysis must be built anew from the texts. */
export const analysisVersion = 2

/** One term's rows, ascending, and how often it counts in each. */
export interface PostingList {
  readonly term: string
  readonly rows: Int32Array
  /** 1 to 255; a file keeps their levels, see count-levels.ts. */
  readonly counts: Uint8Array
}

/** What a keyword file holds. `lists` can be walked once. */
export interface KeywordContents {
  /** [rows] `lengthCode` of each row. */
  readonly lengths: Uint8Array
  /** Ascending by term (UTF-16 units, as `<` has it). */
  readonly lists: Iterable<PostingList>
}

/** Bytes of a keyword file by part; they add up to the file. */
export interface KeywordBytes {
  readonly dictionary: number
  readonly postings: number
  readonly lengths: number
}

/** An open keyword file: views into its bytes. */
export interface Keywords {
  readonly name: string
  readonly rowCount: number
  readonly termCount: number
  readonly analysis: number
  /** [rows] `lengthCode` of each row. */
  readonly lengths: Uint8Array
  readonly bytes: KeywordBytes
  find(term: string): TermEntry | undefined
  /** Terms from `from` on (the first that is not below it), ascending, and how many rows hold each. */
  terms(from: string): Generator<Pick<TermEntry, 'term' | 'rows'>>
  /** Calls `visit` with each term that begins with `prefix`, ascending: its bytes, good until the next one, and how many rows hold it. */
  each(prefix: string, visit: (utf8: Uint8Array, length: number, rows: number) => void): void
  /** All terms, ascending. */
  entries(): Generator<TermEntry>
  open(entry: TermEntry): RowList
}

/** The file's bytes. Lists without rows are left out. */
export function writeKeywords(contents: KeywordContents): Uint8Array {
  return allSteps(keywordSteps(contents))
}

/** The same, list by list. */
export function* keywordSteps({ lengths, lists }: KeywordContents): Steps<Uint8Array> {
  const dictionary = new DictionaryWriter(lengths.length)
  const postings = new ByteList()
  const writer = new PostingsWriter(postings)
  for (const { term, rows, counts } of lists) {
    yield
    if (rows.length === 0) continue
    const isCounted = hasOther(counts)
    const start = postings.length
    if (rows.length <= mostShort) {
      dictionary.addShort(term, { rows, counts, isCounted }, start)
      continue
    }
    writer.write(rows, counts, isCounted)
    dictionary.add({ term, start, rows: rows.length, isCounted }, postings.length - start)
  }
  const sections = yield* dictionary.sections()
  const parts = [sections.index, sections.dictionary, postings.bytes(), lengths] as const
  const total = parts.reduce((sum, { length }) => sum + length, headerBytes + bitReaderPadding)
  const bytes = new Uint8Array(total)
  const header = new DataView(bytes.buffer)
  header.setUint32(0, magic, true)
  header.setUint16(4, version, true)
  header.setUint16(6, analysisVersion, true)
  header.setUint32(8, lengths.length, true)
  header.setUint32(12, dictionary.termCount, true)
  header.setUint32(16, parts[1].length, true)
  header.setUint32(20, parts[2].length, true)
  let offset = headerBytes
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  header.setUint32(24, checksum(bytes), true)
  return bytes
}

/** Whether some count is not 1. */
function hasOther(counts: Uint8Array): boolean {
  for (let i = 0; i < counts.length; i++) if (counts[i] !== 1) return true
  return false
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(28), crc32(bytes.subarray(0, 24)))
}

/** @throws AppError `library-damaged`, `library-too-new`: of another analysis too */
export function readKeywords(bytes: Uint8Array, name: string): Keywords {
  if (bytes.byteLength < headerBytes) throw damaged(name, `only ${bytes.byteLength} bytes long`)
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (header.getUint32(0, true) !== magic) throw damaged(name, 'not a keyword file')
  const found = header.getUint16(4, true)
  if (found > version) {
    throw new AppError('library-too-new', say('library.tooNew', { name, found, known: version }))
  }
  if (header.getUint32(24, true) !== checksum(bytes)) throw damaged(name, 'its checksum is wrong')
  checkAnalysis(header.getUint16(6, true), name)
  const rowCount = header.getUint32(8, true)
  const termCount = header.getUint32(12, true)
  const indexBytes = Math.ceil(termCount / termsPerBlock) * 8
  const dictionary = headerBytes + indexBytes
  const postings = dictionary + header.getUint32(16, true)
  const lengths = postings + header.getUint32(20, true)
  const expected = lengths + rowCount + bitReaderPadding
  if (bytes.byteLength !== expected) throw damaged(name, `${bytes.byteLength} bytes, expected ${expected}`)
  const reader = new DictionaryReader({
    index: new DataView(bytes.buffer, bytes.byteOffset + headerBytes, indexBytes),
    // Bits are read 32 at a time, past the end of their section but not of the file.
    dictionary: bytes.subarray(dictionary),
    postings: bytes.subarray(postings, lengths),
    termCount,
    rowCount,
    version: found,
  })
  const lists = bytes.subarray(postings)
  const open = (entry: TermEntry): RowList => entry.list ?? new PostingsReader(entry, lists, found)
  return {
    name,
    rowCount,
    termCount,
    analysis: header.getUint16(6, true),
    lengths: bytes.subarray(lengths, lengths + rowCount),
    bytes: {
      dictionary: postings,
      postings: lengths - postings,
      lengths: rowCount + bitReaderPadding,
    },
    find: (term) => reader.find(term),
    terms: (from) => reader.from(from),
    each: (prefix, visit) => reader.each(prefix, visit),
    entries: () => reader.entries(),
    open,
  }
}

/** Words that were taken apart in another way are not found by the query's. */
function checkAnalysis(found: number, name: string): void {
  if (found === analysisVersion) return
  if (found > analysisVersion) {
    throw new AppError('library-too-new', say('library.wordsTooNew', { name, found, known: analysisVersion }))
  }
  throw new AppError('library-damaged', say('library.wordsTooOld', { name, found, known: analysisVersion }))
}

/** Everything in a file, list by list: what writing it again needs. */
export function contentsOf(keywords: Keywords): KeywordContents {
  return { lengths: keywords.lengths, lists: listsOf(keywords) }
}

function* listsOf(keywords: Keywords): Generator<PostingList> {
  for (const entry of keywords.entries()) yield { term: entry.term, ...readList(keywords, entry) }
}

/** All rows and counts of a term. */
export function readList(keywords: Keywords, entry: TermEntry): { rows: Int32Array; counts: Uint8Array } {
  const rows = new Int32Array(entry.rows)
  const counts = new Uint8Array(entry.rows)
  const reader = keywords.open(entry)
  let at = 0
  for (let block = 0; block < reader.blocks; block++) {
    reader.load(block)
    rows.set(reader.rows.subarray(0, reader.loaded), at)
    counts.set(reader.counts.subarray(0, reader.loaded), at)
    at += reader.loaded
  }
  return { rows, counts }
}

function damaged(name: string, reason: string): AppError {
  return damagedPart(say('part.damaged', { name, reason }))
}
