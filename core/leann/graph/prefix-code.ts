import type { BitReader, BitWriter } from './bit-stream.ts'

/** Longest code word: a table of 2^12 entries decodes any symbol in one step. */
const maxCodeLength = 12

/** A canonical Huffman code: the lengths are all that a file needs. */
export interface PrefixCode {
  /** [symbols], 0 for a symbol that does not occur. */
  readonly lengths: Uint8Array
  write(writer: BitWriter, symbol: number): void
  read(reader: BitReader): number
}

/** The lengths of the best code for symbols that occur this often. */
export function codeLengths(frequencies: ArrayLike<number>): Uint8Array {
  let counts = Array.from(frequencies)
  for (;;) {
    const lengths = huffmanLengths(counts)
    if (lengths.every((length) => length <= maxCodeLength)) return lengths
    // Flatter counts make a flatter tree: bzip2's way to bound the longest word.
    counts = counts.map((count) => (count === 0 ? 0 : (count >> 1) | 1))
  }
}

function huffmanLengths(counts: readonly number[]): Uint8Array {
  const lengths = new Uint8Array(counts.length)
  let trees = counts.flatMap((count, symbol) => (count > 0 ? [{ count, symbols: [symbol] }] : []))
  // A code of one symbol still takes a bit.
  if (trees.length === 1) lengths[trees[0].symbols[0]] = 1
  while (trees.length > 1) {
    const [first, second, ...others] = trees.toSorted((a, b) => a.count - b.count)
    const symbols = [...first.symbols, ...second.symbols]
    for (const symbol of symbols) lengths[symbol]++
    trees = [...others, { count: first.count + second.count, symbols }]
  }
  return lengths
}

/** The code with these lengths; null where no prefix code has them. */
export function prefixCode(lengths: Uint8Array): PrefixCode | null {
  const size = 1 << maxCodeLength
  const words = new Uint16Array(lengths.length)
  // Of each possible next 12 bits: the symbol they begin with, times 16, plus its length.
  const table = new Uint16Array(size)
  let next = 0
  for (let length = 1; length <= maxCodeLength; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue
      const span = size >> length
      if (next + span > size) return null
      words[symbol] = next >> (maxCodeLength - length)
      table.fill((symbol << 4) | length, next, next + span)
      next += span
    }
  }
  if (lengths.some((length) => length > maxCodeLength)) return null
  return {
    lengths,
    write: (writer, symbol) => writer.write(words[symbol], lengths[symbol]),
    read: (reader) => {
      const entry = table[reader.peek(maxCodeLength)]
      reader.skip(entry & 15)
      return entry >> 4
    },
  }
}
