/*
 * Cuts a text into chunks: the cheapest cutting over all allowed breaks, found by dynamic programming.
 *
 *   text      # Title   para para   ## A   para   ## B   para para para
 *   breaks    |0        |.35  |.35  |.04   |.35   |.04   |.35 |.35
 *   chunks    [  small sections packed together  ][ B …               ]
 *
 * A chunk pays for the cut at its start and for being far from the target size, so small neighbouring sections share
 * a chunk, large ones are cut at paragraphs, then sentences. Chunks never depend on the model.
 */
import { findBreaks, type Breaks, type SectionStart } from './breaks.ts'

/** Sizes in bytes of UTF-8 text. */
export const chunkSizes = { target: 1200, most: 2000 } as const

/** Byte ranges [start, end) in ascending order, white space trimmed at both ends. */
export interface ChunkRanges {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/**
 * Chunks of `utf8`: every byte that is not white space is in exactly one chunk, none is longer than `chunkSizes.most`,
 * and no chunk starts or ends inside a code point.
 */
export function cutIntoChunks(utf8: Uint8Array, sections: readonly SectionStart[]): ChunkRanges {
  const breaks = findBreaks(utf8, sections)
  const { positions } = breaks
  const previous = cheapestCuts(breaks)
  const cuts: number[] = []
  for (let i = positions.length - 1; i > 0; i = previous[i]) cuts.push(positions[i])
  cuts.push(0)
  return trimmed(utf8, cuts.toReversed())
}

/** Memory of the thread for the breaks of one text after the other. */
let scratch = scratchOf(1024)

function scratchOf(breaks: number) {
  return {
    /** What a chunk costs that starts at a break, but for its size. */
    starting: new Float64Array(breaks),
    previous: new Int32Array(breaks),
  }
}

/** For every break the break before it on the cheapest way from the start of the text; good until the next text. */
function cheapestCuts({ positions, costs }: Breaks): Int32Array {
  const count = positions.length
  if (count > scratch.previous.length) scratch = scratchOf(count * 2)
  const { starting, previous } = scratch
  const { most } = chunkSizes
  starting[0] = costs[0]
  for (let to = 1; to < count; to++) {
    const end = positions[to]
    let best = 0
    let bestCost = Infinity
    for (let from = to - 1; from >= 0; from--) {
      const length = (end - positions[from]) | 0
      if (length > most) break
      const cost = starting[from] + sizeCosts[length]
      if (cost < bestCost) {
        bestCost = cost
        best = from
      }
    }
    previous[to] = best
    starting[to] = bestCost + costs[to]
  }
  return previous
}

/** What a chunk of so many bytes costs: a little for existing, more the farther it is from the target. */
const sizeCosts = Float64Array.from({ length: chunkSizes.most + 1 }, (_, length) => {
  const short = 1 - length / chunkSizes.target
  return short > 0 ? 0.2 + 1.6 * short * short : 0.2 + 2.4 * short * short
})

function trimmed(utf8: Uint8Array, cuts: readonly number[]): ChunkRanges {
  const starts = new Uint32Array(cuts.length - 1)
  const ends = new Uint32Array(cuts.length - 1)
  let count = 0
  for (let i = 1; i < cuts.length; i++) {
    let start = cuts[i - 1]
    let end = cuts[i]
    while (start < end && isSpace(utf8[start])) start++
    while (end > start && isSpace(utf8[end - 1])) end--
    if (end === start) continue
    starts[count] = start
    ends[count++] = end
  }
  // Copies, where some are empty: an array crosses threads with all of its memory.
  return count === starts.length ? { starts, ends } : { starts: starts.slice(0, count), ends: ends.slice(0, count) }
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}
