import { expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { BitReader, bitReaderPadding, BitWriter } from '../interpolative.ts'
import { assemble } from './assemble.ts'
import { readBlock, type BlockBounds } from './block-reader.ts'
import { blocksModule } from './blocks-binary.ts'

test('the committed module is what the source assembles to', async () => {
  expect(Buffer.from(await assemble()).toString('base64')).toBe(blocksModule)
})

interface MadeBlock extends BlockBounds {
  readonly rows: Int32Array
  readonly counts: Int32Array
}

function madeBlock(random: () => number): MadeBlock {
  const size = 1 + Math.floor(random() * 128)
  const first = Math.floor(random() * 1000)
  const isCounted = random() < 0.8
  const widest = 2 ** (1 + random() * 23)
  const rows = new Int32Array(size)
  let row = first - 1
  for (let i = 0; i < size; i++) rows[i] = row += 1 + (random() < 0.3 ? 0 : Math.floor(random() * widest))
  const isPlain = random() < 0.2
  const counts = rows.map(() => (!isCounted || isPlain ? 1 : 1 + Math.floor(random() ** 4 * 255)))
  return { size, first, last: row, isCounted, rows, counts }
}

function written({ size, first, last, isCounted, rows, counts }: MadeBlock): Uint8Array {
  const bits = new BitWriter()
  bits.ascending(rows, 0, size - 1, [first, last - 1])
  if (isCounted) {
    let sum = 0
    const sums = counts.map((count) => (sum += count))
    bits.gamma(sum - size)
    bits.ascending(sums, 0, size - 1, [1, sum - 1])
  }
  return Buffer.concat([bits.bytes(), Buffer.alloc(bitReaderPadding)])
}

/** The kernel's twin. */
function twin(bytes: Uint8Array, { size, first, last, isCounted }: BlockBounds): Pick<MadeBlock, 'rows' | 'counts'> {
  const bits = new BitReader(bytes)
  const rows = new Int32Array(size)
  const counts = new Int32Array(size).fill(1)
  bits.ascending(rows, size - 1, [first, last - 1])
  rows[size - 1] = last
  const extra = isCounted ? bits.gamma() : 0
  if (extra === 0) return { rows, counts }
  bits.ascending(counts, size - 1, [1, size + extra - 1])
  counts[size - 1] = size + extra
  return { rows, counts: counts.map((sum, i) => sum - (i === 0 ? 0 : counts[i - 1])) }
}

test('the kernel reads what was written, as its twin does, wherever the block begins', () => {
  const random = randomNumbers(1)
  for (let round = 0; round < 3000; round++) {
    const block = madeBlock(random)
    const bytes = written(block)
    const start = round % 5
    const read = { rows: new Int32Array(128), counts: new Int32Array(128) }
    const after = round % 2 === 0 ? Infinity : start + bytes.length
    readBlock({ bytes: Buffer.concat([Buffer.alloc(start, 0xff), bytes]), start, end: after }, block, read)
    const found = { rows: read.rows.slice(0, block.size), counts: read.counts.slice(0, block.size) }
    expect(found).toEqual({ rows: block.rows, counts: block.counts })
    expect(found).toEqual(twin(bytes, block))
  }
})
