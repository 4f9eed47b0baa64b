import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { BitReader, bitReaderPadding, BitWriter } from '../interpolative.ts'
import { assemble } from './assemble.ts'
import { writeLevels } from '../count-levels.ts'
import { keptCount } from '../testing.ts'
import { countKinds, readBlock, type BlockJob } from './block-reader.ts'
import { blocksModule } from './blocks-binary.ts'

test('the committed module is what the source assembles to', async () => {
  expect(Buffer.from(await assemble()).toString('base64')).toBe(blocksModule)
})

interface MadeBlock extends Pick<BlockJob, 'size' | 'first' | 'last' | 'kind'> {
  readonly rows: Int32Array
  readonly counts: Int32Array
}

function madeBlock(random: () => number): MadeBlock {
  const size = 1 + Math.floor(random() * 128)
  const first = Math.floor(random() * 1000)
  const kind = [countKinds.ones, countKinds.sums, countKinds.levels, countKinds.levels][Math.floor(random() * 4)]
  const widest = 2 ** (1 + random() * 23)
  const rows = new Int32Array(size)
  let row = first - 1
  for (let i = 0; i < size; i++) rows[i] = row += 1 + (random() < 0.3 ? 0 : Math.floor(random() * widest))
  const isPlain = kind === countKinds.ones || random() < 0.2
  // Mostly 1, mostly 6, or any: other codes fit best.
  const usual = Math.floor(random() * 9)
  const spread = random()
  const counts = rows.map(() => {
    if (isPlain) return 1
    return random() < spread ? Math.max(1, usual) : 1 + Math.floor(random() ** 4 * 255)
  })
  return { size, first, last: row, kind, rows, counts }
}

function written({ size, first, last, kind, rows, counts }: MadeBlock): Uint8Array {
  const bits = new BitWriter()
  bits.ascending(rows, 0, size - 1, [first, last - 1])
  if (kind === countKinds.sums) {
    let sum = 0
    const sums = counts.map((count) => (sum += count))
    bits.gamma(sum - size)
    bits.ascending(sums, 0, size - 1, [1, sum - 1])
  }
  if (kind === countKinds.levels) {
    writeLevels(bits, { counts: Uint8Array.from([9, ...counts]), from: 1, size })
  }
  return Buffer.concat([bits.bytes(), Buffer.alloc(bitReaderPadding)])
}

test('the kernel reads what was written, wherever the block begins', () => {
  const random = randomNumbers(1)
  const schemes = new Set<number>()
  for (let round = 0; round < 4000; round++) {
    const block = madeBlock(random)
    const bytes = written(block)
    const start = round % 5
    const read = { rows: new Int32Array(128), counts: new Int32Array(128) }
    const after = round % 2 === 0 ? Infinity : start + bytes.length
    readBlock({ ...block, ...read, bytes: Buffer.concat([Buffer.alloc(start, 0xff), bytes]), start, end: after })
    const found = { rows: read.rows.slice(0, block.size), counts: read.counts.slice(0, block.size) }
    const counts = block.kind === countKinds.levels ? block.counts.map(keptCount) : block.counts
    expect(found).toEqual({ rows: block.rows, counts })
    if (block.kind === countKinds.levels) schemes.add(schemeOf(bytes, block))
  }
  expect([...schemes].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

/** The three bits after the rows. */
function schemeOf(bytes: Uint8Array, { size, first, last }: MadeBlock): number {
  const bits = new BitReader(bytes)
  bits.ascending(new Int32Array(size), size - 1, [first, last - 1])
  return bits.bits(3)
}
