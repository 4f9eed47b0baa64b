import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { openEncoder } from '../encoder.ts'
import { parseModelDescription } from '../model-description.ts'
import { embeddedModelFolder, readModelFolder, type ModelFolder } from '../model-folder.ts'
import { openOnnxSession } from '../session.ts'
import { openTokenizer } from '../text-tokenizer.ts'
import { TokenBuffer } from '../token-buffer.ts'
import { tokenise } from '../tokens/tokenise.ts'
import type { Window } from '../windows.ts'
import { assembleSumRows } from './assemble.ts'
import { sumRowsModule } from './sum-rows-binary.ts'
import { readTableModel, writeTableModel, type QuantizedTable } from './table-model.ts'
import { openTableSession } from './table-session.ts'

function tableOf(rows: number, dimensions: number, seed = 1): QuantizedTable {
  const random = randomNumbers(seed)
  return {
    bytes: Int8Array.from({ length: rows * dimensions }, () => Math.floor(random() * 256) - 128),
    scales: Float32Array.from({ length: rows }, () => 0.001 + random()),
  }
}

function folderOf(
  model: Uint8Array,
  dimensions: number,
  more: object = {},
): Pick<ModelFolder, 'model' | 'description'> {
  const facts = { name: 'table', dimensions, maxTokens: 64, licence: 'MIT', ...more }
  return { model, description: parseModelDescription(JSON.stringify(facts)) }
}

const folder = await readModelFolder(embeddedModelFolder())
const tokenizer = openTokenizer(folder)

/** A window over ids that stand one after the other; the first `headerLength` are the header's. */
function windowOf(length: number, headerLength: number, start = 0): Window {
  const textStart = start + headerLength
  return { row: 0, headerStart: start, headerLength, textStart, textLength: length - headerLength, length }
}

test('the committed module is what the source assembles to', async () => {
  expect(Buffer.from(await assembleSumRows()).toString('base64')).toBe(sumRowsModule)
})

describe('the file of a table', () => {
  test.each([
    [1, 32],
    [5, 64],
    [300, 96],
  ])('with %i rows of %i is read as it was written', (rows, dimensions) => {
    const table = tableOf(rows, dimensions)
    expect(readTableModel(writeTableModel(table, dimensions), dimensions)).toEqual(table)
  })

  test('is not one with other dimensions, cut off anywhere, or with any byte changed but its numbers', () => {
    const model = writeTableModel(tableOf(3, 32), 32)
    expect(readTableModel(model, 64)).toBeNull()
    for (let length = 0; length < model.length; length++)
      expect(readTableModel(model.subarray(0, length), 32)).toBeNull()
    const { bytes, scales } = readTableModel(model, 32) ?? tableOf(0, 32)
    const changed = Buffer.from(model)
    for (let at = 0; at < model.length; at++) {
      changed[at] ^= 0x55
      const read = readTableModel(changed, 32)
      changed[at] ^= 0x55
      if (read === null) continue
      // What is read all the same has other numbers, or another name for its maker.
      expect([read.bytes.length, read.scales.length]).toEqual([bytes.length, scales.length])
    }
  })

  test('that comes with the app is one', () => {
    expect(readTableModel(folder.model, folder.description.dimensions)).not.toBeNull()
  })
})

describe('the session of a table', () => {
  test('sums rows as a plain loop does, header and text of each window, none to zero', async () => {
    const [rows, dimensions] = [50, 96]
    const table = tableOf(rows, dimensions)
    const session = openTableSession(folderOf(writeTableModel(table, dimensions), dimensions), tokenizer)
    const random = randomNumbers(7)
    const ids = Int32Array.from({ length: 200 }, () => Math.floor(random() * rows))
    const windows = [windowOf(64, 0), windowOf(40, 10, 100), windowOf(1, 1, 3), windowOf(0, 0)]
    const embeddings = await session?.run(windows, { ids })
    for (const [i, { headerStart, length }] of windows.entries()) {
      const sum = new Float64Array(dimensions)
      for (const id of ids.subarray(headerStart, headerStart + length)) {
        for (let d = 0; d < dimensions; d++) sum[d] += table.scales[id] * table.bytes[id * dimensions + d]
      }
      const norm = Math.hypot(...sum) || 1
      const found = embeddings?.subarray(i * dimensions, (i + 1) * dimensions) ?? []
      for (const [d, value] of found.entries()) expect(value).toBeCloseTo(sum[d] / norm, 5)
    }
    await session?.release()
  })

  test('gives the vectors of onnxruntime', async () => {
    const texts = (await readFile(join(import.meta.dirname, '../README.md'), 'utf8')).split('\n\n')
    const inputs = texts.map((text, i) => ({ header: texts[(i * 3) % texts.length].slice(0, 40), text }))
    const { windows, tokens } = tokenise(inputs, 0, { tokenizer, rules: folder.description, tokens: new TokenBuffer() })
    const other = await openOnnxSession(folder, { threads: 1, provider: 'cpu', tokenizer })
    const [ours, theirs] = await Promise.all([
      openTableSession(folder, tokenizer)?.run(windows, tokens),
      other.run(windows, tokens),
    ])
    expect(ours?.length).toBe(theirs.length)
    const furthest = theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - (ours?.[i] ?? NaN))), 0)
    expect(furthest).toBeLessThan(1e-5)
    await other.release()
  })

  test('lets the event loop turn while there is much to do', async () => {
    const session = openTableSession(folder, tokenizer)
    const windows = Array.from({ length: 100 }, () => windowOf(512, 0))
    let turns = 0
    const turning = setInterval(() => turns++, 0)
    const run = { ids: new Int32Array(512).fill(5) }
    for (let i = 0; i < 50; i++) await session?.run(windows, run)
    clearInterval(turning)
    expect(turns).toBeGreaterThan(0)
  })

  test('is not for other models, or a description that says other things than the file', () => {
    const model = writeTableModel(tableOf(4, 32), 32)
    expect(openTableSession(folderOf(model, 32), tokenizer)).not.toBeNull()
    expect(openTableSession(folderOf(model, 64), tokenizer)).toBeNull()
    expect(openTableSession(folderOf(model, 32, { inputs: ['input_ids'] }), tokenizer)).toBeNull()
    expect(openTableSession(folderOf(model, 32, { output: 'sum' }), tokenizer)).toBeNull()
    expect(openTableSession(folderOf(writeTableModel(tableOf(4, 40), 40), 40), tokenizer)).toBeNull()
    expect(openTableSession(folderOf(Buffer.from('no model'), 32), tokenizer)).toBeNull()
  })

  test('refuses an id that the table does not have, and work once it is closed', async () => {
    const session = openTableSession(folderOf(writeTableModel(tableOf(4, 32), 32), 32), tokenizer)
    for (const id of [4, -1]) {
      await expect(session?.run([windowOf(1, 0)], { ids: Int32Array.of(id) })).rejects.toMatchObject({
        code: 'model-mismatch',
        message: expect.stringContaining('that of another model'),
      })
    }
    await session?.release()
    await expect(session?.run([windowOf(1, 0)], { ids: Int32Array.of(1) })).rejects.toMatchObject({ code: 'failed' })
  })
})

test('a table with numbers that are not finite is an error, not a vector', async () => {
  await using tree = await makeTree({})
  const { dimensions } = folder.description
  const table = readTableModel(folder.model, dimensions)
  for (const number of [NaN, Infinity]) {
    table?.scales.fill(number)
    await cp(embeddedModelFolder(), tree.root, { recursive: true })
    await writeFile(tree.at('model.onnx'), table === null ? '' : writeTableModel(table, dimensions))
    const encoder = await openEncoder(tree.root)
    await expect(encoder.embed([{ header: '', text: 'a river' }])).rejects.toMatchObject({
      code: 'model-mismatch',
      message: expect.stringContaining('not finite'),
    })
    await encoder.close()
  }
})
