import type { Codes } from '../leann/codes.ts'
import type { DocumentRows } from '../leann/segment-file.ts'
import { randomNumbers } from '../random.ts'

/** Bits of the made-up codes below. */
export const madeBits = 64

/** A document of `count` chunks with made-up ranges, checks and codes: the same for the same id and count. */
export function madeDocument(id: number, count: number): DocumentRows {
  const random = randomNumbers(id)
  const below = (limit: number): number => Math.floor(random() * limit)
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let end = 0
  for (let i = 0; i < count; i++) {
    starts[i] = end + below(3)
    end = starts[i] + 1 + below(2000)
    ends[i] = end
  }
  const codes: Codes = {
    count,
    signs: Uint8Array.from({ length: (count * madeBits) / 8 }, () => below(256)),
    scales: Float16Array.from({ length: count }, () => random() + 0.1),
  }
  const checks = Uint32Array.from({ length: count }, () => below(2 ** 32))
  return { id, starts, ends, checks, codes, terms: null }
}
