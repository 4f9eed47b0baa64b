import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Pace } from '../pace.ts'
import { openEncoder, type Encoder } from './encoder.ts'
import { embeddedModelFolder } from './model-folder.ts'
import { TokenBuffer } from './token-buffer.ts'
import { readTokenizerFile } from './tokenizer-file.ts'
import { WordPieceTokenizer } from './tokenizer.ts'

let encoder: Encoder
let folder: string
beforeAll(async () => {
  encoder = await openEncoder(embeddedModelFolder(), { threads: 1 })
  folder = await mkdtemp(join(tmpdir(), 'leantern-embed-'))
})
afterAll(async () => {
  await encoder.close()
  await rm(folder, { recursive: true })
})

const words = 'river stone market letter engine garden winter signal paper copper window island music harbour'.split(
  ' ',
)

/** A text of `count` words, different for each seed; every word is one token. */
function textOf(count: number, seed: number): string {
  let state = seed + 1
  return Array.from({ length: count }, () => words[(state = (state * 48271) % 0x7fffffff) % words.length]).join(' ')
}

async function vectorOf(text: string, header = ''): Promise<Float32Array> {
  return encoder.embed([{ header, text }])
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0) / (Math.hypot(...a) * Math.hypot(...b))
}

describe('the encoder', () => {
  test('says what it is', async () => {
    expect(encoder).toMatchObject({ name: 'leantern-static-256', dimensions: 256, maxTokens: 512 })
    expect(encoder.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(encoder.centre.length).toBe(256)
    expect(Math.hypot(...encoder.centre)).toBeGreaterThan(0)
  })

  test('gives unit vectors, closer for texts that mean the same', async () => {
    const query = await vectorOf('how to repair a car engine')
    const near = await vectorOf('The mechanic fixed the motor of the vehicle.')
    const far = await vectorOf('Her poems were published in a small literary magazine.')
    for (const vector of [query, near, far]) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(cosine(query, near)).toBeGreaterThan(cosine(query, far))
  })

  test('embeds the header with the text', async () => {
    expect(cosine(await vectorOf('the text', 'a header'), await vectorOf('a header\nthe text'))).toBeGreaterThan(
      0.99999,
    )
    expect(cosine(await vectorOf('the text', 'a header'), await vectorOf('the text'))).toBeLessThan(0.99)
  })

  test('gives a zero row to a text without any known token, and to no other', async () => {
    const texts = ['', '… — !', '👍', '𐎠𐎡', '\ud800', 'house']
    const vectors = await encoder.embed(texts.map((text) => ({ header: '', text })))
    const norms = texts.map((_, row) => Math.hypot(...vectors.subarray(row * 256, row * 256 + 256)))
    expect(norms.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    expect(norms[5]).toBeCloseTo(1, 5)
  })

  test('gives a text of any script a vector', async () => {
    const texts = ['東京', 'Привет', 'γειά', 'สวัสดี', 'नमस्ते', 'مرحبا', '서울', 'šťastný', 'x'.repeat(500)]
    const vectors = await encoder.embed(texts.map((text) => ({ header: '', text })))
    for (let row = 0; row < texts.length; row++) {
      expect(Math.hypot(...vectors.subarray(row * 256, row * 256 + 256))).toBeCloseTo(1, 5)
    }
  })

  test('gives the same vector alone and anywhere in a big mixed batch', async () => {
    const inputs = Array.from({ length: 700 }, (_, i) => ({
      header: textOf(i % 9, i),
      text: textOf((i * 37) % 1100, i),
    }))
    const together = await encoder.embed(inputs)
    for (let row = 1; row < inputs.length; row += 23) {
      const alone = await encoder.embed([inputs[row]])
      expect(cosine(alone, together.subarray(row * 256, row * 256 + 256))).toBeGreaterThan(0.99999)
    }
  })

  test('answers overlapping calls each with its own vectors', async () => {
    const inputs = Array.from({ length: 300 }, (_, i) => ({ header: '', text: textOf(200, i) }))
    const [all, one] = await Promise.all([encoder.embed(inputs), encoder.embed([inputs[17]])])
    expect(cosine(one, all.subarray(17 * 256, 18 * 256))).toBeGreaterThan(0.99999)
  })

  test('embeds in the background when no other call waits, at the pace it is given', async () => {
    const inputs = Array.from({ length: 2000 }, (_, i) => ({ header: '', text: textOf(200, i) }))
    const pace = new Pace()
    pace.set('paused')
    const order: string[] = []
    const background = encoder.embed(inputs, undefined, { background: { pace } }).then(() => order.push('background'))
    await encoder.embed(inputs.slice(0, 500))
    order.push('query')
    pace.set('normal')
    await encoder.embed(inputs.slice(0, 500))
    order.push('query')
    await background
    expect(order).toEqual(['query', 'query', 'background'])
  })

  test('answers no inputs with no rows', async () => {
    expect(await encoder.embed([])).toEqual(new Float32Array(0))
  })

  test('stops when aborted', async () => {
    const controller = new AbortController()
    const inputs = Array.from({ length: 2000 }, (_, i) => ({ header: '', text: textOf(200, i) }))
    const embedding = encoder.embed(inputs, controller.signal)
    setImmediate(() => controller.abort(new Error('enough')))
    await expect(embedding).rejects.toThrow('enough')
  })
})

describe('a text longer than a window', () => {
  /** Mean of unit vectors by weight, not normalised: `cosine` does not care. */
  async function average(parts: readonly { text: string; weight: number }[], header: string): Promise<Float32Array> {
    const sum = new Float32Array(256)
    for (const { text, weight } of parts)
      (await vectorOf(text, header)).forEach((value, d) => (sum[d] += weight * value))
    return sum
  }

  test('is the mean of its windows by their tokens, each with the header in front', async () => {
    const all = textOf(1201, 5).split(' ')
    const header = 'garden engine'
    const cuts = [0, 400, 800, 1201]
    const parts = cuts
      .slice(1)
      .map((end, i) => ({ text: all.slice(cuts[i], end).join(' '), weight: end - cuts[i] + 2 }))
    const vector = await vectorOf(all.join(' '), header)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(cosine(vector, await average(parts, header))).toBeGreaterThan(0.999999)
  })

  test('has a header cut to a quarter of the window', async () => {
    const header = textOf(300, 1).split(' ')
    const all = textOf(768, 2).split(' ')
    const parts = [0, 384].map((start) => ({ text: all.slice(start, start + 384).join(' '), weight: 1 }))
    const byHand = await average(parts, header.slice(0, 128).join(' '))
    expect(cosine(await vectorOf(all.join(' '), header.join(' ')), byHand)).toBeGreaterThan(0.999999)
  })

  test.each([
    ['without a space', 'x'.repeat(10_000_000)],
    ['of known words', 'river stone '.repeat(833_333)],
    ['of no words', '… '.repeat(5_000_000)],
    ['of lone surrogates', '\ud800\udc00\ud800'.repeat(3_300_000)],
  ])('may be one line of 10 MB %s', async (_, text) => {
    const vector = await vectorOf(text)
    expect(Math.hypot(...vector)).toBeCloseTo(/[a-z]/u.test(text) ? 1 : 0, 5)
  })

  test('counts to its last word', async () => {
    const start = textOf(3000, 3)
    const other = await vectorOf(`${start} ${'volcano '.repeat(600)}`)
    expect(cosine(await vectorOf(start), other)).toBeLessThan(0.99)
  })
})

describe('an encoder that cannot work says why', () => {
  /** A copy of the embedded model with some files changed, or left out (null). */
  async function modelWith(changes: Readonly<Record<string, string | null>>): Promise<string> {
    const copy = await mkdtemp(join(folder, 'model-'))
    for (const name of ['model.json', 'model.onnx', 'tokenizer.json']) {
      const change = changes[name]
      if (change === undefined) await copyFile(join(embeddedModelFolder(), name), join(copy, name))
      else if (change !== null) await writeFile(join(copy, name), change)
    }
    return copy
  }

  async function changedDescription(changes: object): Promise<string> {
    const description = JSON.parse(await readFile(join(embeddedModelFolder(), 'model.json'), 'utf8'))
    return JSON.stringify({ ...description, ...changes })
  }

  test('closed', async () => {
    const closing = await openEncoder(embeddedModelFolder())
    const embedding = closing.embed([{ header: '', text: 'the last one' }])
    await embedding
    await closing.close()
    await closing.close()
    await expect(closing.embed([])).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('closed'),
    })
  })

  test('closed while it works: the call ends with the error', async () => {
    const closing = await openEncoder(embeddedModelFolder())
    const embedding = closing.embed(Array.from({ length: 2000 }, (_, i) => ({ header: '', text: textOf(200, i) })))
    const [ended] = await Promise.allSettled([embedding, closing.close()])
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'failed' } })
  })

  test.each(['model.json', 'model.onnx', 'tokenizer.json'])('without %s', async (name) => {
    const copy = await modelWith({ [name]: null })
    const missing = {
      code: 'model-missing',
      message: expect.stringContaining(`${name} is missing in the model folder ${copy}`),
    }
    await expect(openEncoder(copy)).rejects.toMatchObject(missing)
    // What comes with the app is mended so, an added model is not.
    await expect(openEncoder(copy)).rejects.not.toThrow('Install Leantern')
  })

  test('without a folder', async () => {
    await expect(openEncoder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'model-missing' })
  })

  test.each([
    ['not JSON', '{', 'JSON'],
    ['a key that is wrong', { dimensions: 'many' }, 'dimensions'],
    ['an input the model has not', { inputs: ['input_ids'] }, 'attention_mask'],
    ['an output the model has not', { output: 'vector' }, 'vector'],
  ])('with model.json of %s', async (_, change, named) => {
    const json = typeof change === 'string' ? change : await changedDescription(change)
    const mismatch = { code: 'model-mismatch', message: expect.stringContaining(named) }
    await expect(openEncoder(await modelWith({ 'model.json': json }))).rejects.toMatchObject(mismatch)
  })

  test('with other dimensions than the model gives', async () => {
    const copy = await modelWith({ 'model.json': await changedDescription({ dimensions: 128 }) })
    const wrong = await openEncoder(copy)
    const mismatch = { code: 'model-mismatch', message: expect.stringContaining('1 x 256') }
    await expect(wrong.embed([{ header: '', text: 'house' }])).rejects.toMatchObject(mismatch)
    await wrong.close()
  })

  test('with a model that is not one', async () => {
    const copy = await modelWith({ 'model.onnx': 'not a model' })
    const damaged = { code: 'model-mismatch', message: expect.stringContaining('damaged, or no model') }
    await expect(openEncoder(copy)).rejects.toMatchObject(damaged)
  })

  test('with a centre of the wrong length; without a centre it is zero', async () => {
    const copy = await modelWith({})
    const open = await openEncoder(copy)
    expect(open.centre).toEqual(new Float32Array(256))
    await open.close()
    await writeFile(join(copy, 'centre.f32'), 'short')
    await expect(openEncoder(copy)).rejects.toMatchObject({ code: 'model-mismatch' })
    await rm(join(copy, 'centre.f32'))
    await mkdir(join(copy, 'centre.f32'))
    await expect(openEncoder(copy)).rejects.toMatchObject({ code: 'model-missing' })
  })

  test('the words of the tests are one token each, or their windows would be cut elsewhere', async () => {
    const tokenizer = new WordPieceTokenizer(
      readTokenizerFile(await readFile(join(embeddedModelFolder(), 'tokenizer.json'), 'utf8')),
    )
    expect(words.map((word) => tokenizer.encode(word, new TokenBuffer()))).toEqual(words.map(() => 1))
  })
})
