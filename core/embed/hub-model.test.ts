import { Tokenizer } from '@huggingface/tokenizers'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { randomNumbers } from '../random.ts'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { openEncoder, type Encoder } from './encoder.ts'
import { HubTokenizer } from './hub-tokenizer.ts'
import {
  bertTokenizer,
  byteTokenizer,
  knownWords,
  smallTransformer,
  unigramTokenizer,
  writeHubModel,
  type HubModel,
} from './testing/hub-fixture.ts'
import { hiddenStates } from './testing/transformer.ts'
import { TokenBuffer } from './token-buffer.ts'
import type { EncoderInput } from './windows.ts'

let tree: TestTree
let count = 0
beforeAll(async () => {
  tree = await makeTree({})
})
afterAll(() => tree[Symbol.asyncDispose]())

async function withModel<T>(model: HubModel, work: (encoder: Encoder) => Promise<T>): Promise<T> {
  const encoder = await openEncoder(await writeHubModel(tree.at(`model-${count++}`), model), { threads: 1 })
  try {
    return await work(encoder)
  } finally {
    await encoder.close()
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0) / (Math.hypot(...a) * Math.hypot(...b))
}

const passage = (text: string, header = ''): EncoderInput => ({ header, text })

type Fixture = ReturnType<typeof bertTokenizer> | ReturnType<typeof unigramTokenizer> | ReturnType<typeof byteTokenizer>

/** What the reference tokenizer and a plain computation of the transformer give. */
function reference(tokenizer: Fixture, text: string, pooling: 'mean' | 'cls' | 'last' = 'mean'): Float32Array {
  const { ids } = new Tokenizer(tokenizer.json, tokenizer.config).encode(text)
  const states = hiddenStates(smallTransformer(tokenizer.size), ids)
  const tokens = pooling === 'mean' ? ids.map((_: number, i: number) => i) : [pooling === 'cls' ? 0 : ids.length - 1]
  return Float32Array.from({ length: 32 }, (_, d) => {
    const sum = tokens.reduce((total: number, token: number) => total + states[token * 32 + d], 0)
    return sum / tokens.length
  })
}

const kinds: [string, () => Fixture][] = [
  ['WordPiece', bertTokenizer],
  ['Unigram', unigramTokenizer],
  ['byte-level BPE', byteTokenizer],
]

describe.each(kinds)('a transformer with a %s tokenizer', (_, makeTokenizer) => {
  const tokenizer = makeTokenizer()
  const texts = ['river stone', 'The garden of winter,  a signal!', 'copper é 東京 engine\nwindow', 'a '.repeat(60)]

  test('gives the vectors of a plain computation, in one batch of unlike lengths', async () => {
    await withModel({ tokenizer }, async (encoder) => {
      const vectors = await encoder.embed(texts.map((text) => passage(text)))
      for (const [row, text] of texts.entries()) {
        const vector = vectors.subarray(row * 32, row * 32 + 32)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
        expect(cosine(vector, reference(tokenizer, text))).toBeGreaterThan(0.99999)
      }
    })
  })

  test('embeds header and text as the two lines of one text', async () => {
    await withModel({ tokenizer }, async (encoder) => {
      const vector = await encoder.embed([passage('stone and copper', 'island music')])
      expect(cosine(vector, reference(tokenizer, 'island music\nstone and copper'))).toBeGreaterThan(0.99999)
    })
  })

  test('puts the right prefix in front of queries and passages', async () => {
    const files = { 'config_sentence_transformers.json': { prompts: { query: 'query: ', passage: 'passage: ' } } }
    await withModel({ tokenizer, files }, async (encoder) => {
      const vectors = await encoder.embed([
        { header: '', text: 'river stone', use: 'query' },
        passage('river stone'),
        passage('river stone', 'market'),
        { header: '', text: '', use: 'query' },
      ])
      const expected = ['query: river stone', 'passage: river stone', 'passage: market\nriver stone']
      for (const [row, text] of expected.entries()) {
        expect(cosine(vectors.subarray(row * 32, row * 32 + 32), reference(tokenizer, text))).toBeGreaterThan(0.99999)
      }
      // A prefix alone is no text.
      expect([...vectors.subarray(96)]).toEqual(Array.from({ length: 32 }, () => 0))
    })
  })

  test('tokenizes a long text in parts as it would as a whole', () => {
    const own = new HubTokenizer(JSON.stringify(tokenizer.json), JSON.stringify(tokenizer.config))
    const text = Array.from({ length: 4000 }, (_, i) => knownWords[(i * 7) % knownWords.length]).join(' ')
    const tokens = new TokenBuffer()
    own.encode(text, tokens)
    const whole = new Tokenizer(tokenizer.json, tokenizer.config).encode(text, { add_special_tokens: false })
    expect([...tokens.ids.subarray(0, tokens.length)]).toEqual(whole.ids)
  })

  test.each([
    ['without any character', '', 0],
    ['of white space', ' \n\t ', 0],
    ['of lone surrogates', 'river \ud800 stone \udc00', 1],
    ['of one line of a million characters', 'x'.repeat(1_000_000), 1],
  ])('a text %s has a vector or none, and says which', async (_name, text, norm) => {
    const transformer = smallTransformer(tokenizer.size)
    // A small model with a large window: the line makes 8,000 windows otherwise.
    const shape = { ...transformer.shape, layers: 0, positions: 8192 }
    const positions = { rows: 8192, columns: 32, data: new Float32Array(8192 * 32) }
    const wide = { ...transformer, shape, positions, layers: [] }
    const files = { 'tokenizer_config.json': { ...tokenizer.config, model_max_length: 8192 } }
    await withModel({ tokenizer, transformer: wide, files }, async (encoder) => {
      const vectors = await encoder.embed([passage(text), passage('river')])
      const isUnknownWord = text.startsWith('xxx') && tokenizer.json.model.type === 'WordPiece'
      expect(Math.hypot(...vectors.subarray(0, 32))).toBeCloseTo(isUnknownWord ? 0 : norm, 5)
      expect(Math.hypot(...vectors.subarray(32))).toBeCloseTo(1, 5)
    })
  })
})

describe('a folder in the layout of hubs', () => {
  const tokenizer = bertTokenizer()
  const text = 'the signal of the harbour'

  async function vectorWith(model: HubModel): Promise<Float32Array> {
    return withModel(model, (encoder) => encoder.embed([passage(text)]))
  }

  test('is opened from its weights at the top as well', async () => {
    expect(cosine(await vectorWith({ onnxPath: 'model.onnx' }), reference(tokenizer, text))).toBeGreaterThan(0.99999)
  })

  test.each(['cls', 'mean', 'last'] as const)('pools as 1_Pooling says: %s', async (pooling) => {
    const mode = { cls: 'pooling_mode_cls_token', mean: 'pooling_mode_mean_tokens', last: 'pooling_mode_lasttoken' }[
      pooling
    ]
    const vector = await vectorWith({ files: { '1_Pooling/config.json': { [mode]: true } } })
    expect(cosine(vector, reference(tokenizer, text, pooling))).toBeGreaterThan(0.99999)
  })

  test.each([
    ['int32 inputs', { idType: 'int32' }, 0.99999],
    ['no token types', { inputs: ['input_ids', 'attention_mask'] }, 0.99999],
    ['a pooler output in front, which is no embedding', { hasPooler: true }, 0.99999],
    ['another name for the hidden states', { output: 'token_embeddings' }, 0.99999],
    ['a name for the hidden states that nobody knows', { output: 'out_0' }, 0.99999],
    ['float16 weights and outputs', { precision: 'fp16' }, 0.9999],
    ['int8 weights', { precision: 'int8' }, 0.98],
  ] as const)('runs a model with %s', async (_, form, least) => {
    expect(cosine(await vectorWith({ form }), reference(tokenizer, text))).toBeGreaterThan(least)
  })

  test('has the length of window that its files say', async () => {
    const tokens = async (files: HubModel['files']): Promise<number> =>
      withModel({ files: files ?? {} }, async ({ maxTokens }) => maxTokens)
    expect(await tokens({})).toBe(128)
    expect(await tokens({ 'sentence_bert_config.json': { max_seq_length: 64 } })).toBe(64)
    expect(await tokens({ 'tokenizer_config.json': { model_max_length: 1e30 } })).toBe(128)
    const roberta = {
      model_type: 'xlm-roberta',
      hidden_size: 32,
      max_position_embeddings: 128,
      vocab_size: tokenizer.size,
    }
    expect(await tokens({ 'config.json': roberta })).toBe(126)
  })

  test('cuts a text over that length into windows that the model can take', async () => {
    const words = Array.from({ length: 300 }, (_, i) => knownWords[(i * 5) % knownWords.length])
    await withModel({}, async (encoder) => {
      const vector = await encoder.embed([passage(words.join(' '))])
      const parts = [0, 100, 200].map((start) => reference(tokenizer, words.slice(start, start + 100).join(' ')))
      const mean = parts[0].map((value, d) => value + parts[1][d] + parts[2][d])
      expect(cosine(vector, mean)).toBeGreaterThan(0.99999)
    })
  })

  test('has another fingerprint when what decides about vectors differs, and the same otherwise', async () => {
    const print = (files: HubModel['files']): Promise<string> =>
      withModel({ files: files ?? {} }, async ({ fingerprint }) => fingerprint)
    const first = await print({})
    expect(await print({ 'config_sentence_transformers.json': { prompts: { query: 'query: ' } } })).toBe(first)
    const others = [
      { 'config_sentence_transformers.json': { prompts: { passage: 'passage: ' } } },
      { '1_Pooling/config.json': { pooling_mode_cls_token: true } },
      { 'sentence_bert_config.json': { max_seq_length: 64 } },
    ]
    for (const files of others) expect(await print(files)).not.toBe(first)
  })
})

describe('a model that cannot work says why', () => {
  const tokenizer = bertTokenizer()

  /** Of a vector, or of the error. */
  async function lengthOrCode(folder: string): Promise<unknown> {
    try {
      const encoder = await openEncoder(folder, { threads: 1 })
      const vector = await encoder.embed([passage('river stone')]).finally(() => encoder.close())
      return Math.hypot(...vector).toFixed(3)
    } catch (error) {
      return error instanceof AppError ? error.code : error
    }
  }

  test.each<[string, HubModel, string, string]>([
    ['corrupt weights', { files: { 'onnx/model.onnx': 'not a model' } }, 'model-mismatch', 'cannot be loaded'],
    ['no weights', { files: { 'onnx/model.onnx': null } }, 'model-missing', 'model.onnx is missing'],
    ['no tokenizer', { files: { 'tokenizer.json': null } }, 'model-missing', 'tokenizer.json is missing'],
    ['no config', { files: { 'config.json': null } }, 'model-missing', 'config.json'],
    ['a config that is not JSON', { files: { 'config.json': '{' } }, 'model-mismatch', 'config.json'],
    ['a config without a width', { files: { 'config.json': {} } }, 'model-mismatch', 'hidden_size'],
    ['a tokenizer that is not JSON', { files: { 'tokenizer.json': '[' } }, 'model-mismatch', 'tokenizer.json'],
    ['a tokenizer of no kind', { files: { 'tokenizer.json': {} } }, 'model-mismatch', 'tokenizer.json cannot be used'],
    [
      'a tokenizer of another model',
      { tokenizer: { ...byteTokenizer(), size: tokenizer.size } },
      'model-mismatch',
      'another model',
    ],
    [
      'an input that texts do not have',
      { form: { inputs: ['input_ids', 'attention_mask', 'pixels'] } },
      'model-mismatch',
      'pixels',
    ],
    [
      'two poolings',
      { files: { '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true } } },
      'model-mismatch',
      'cls and mean',
    ],
    [
      'a step we do not do',
      { files: { 'modules.json': [{ type: 'sentence_transformers.models.Dense' }] } },
      'model-mismatch',
      'Dense',
    ],
  ])('with %s', async (_, model, code, message) => {
    const folder = await writeHubModel(tree.at(`model-${count++}`), model)
    await expect(openEncoder(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test('with weights that were cut off', async () => {
    const folder = await writeHubModel(tree.at(`model-${count++}`))
    const path = join(folder, 'onnx/model.onnx')
    const whole = await readFile(path)
    await rm(path)
    await writeHubModel(folder, { files: { 'onnx/model.onnx': whole.subarray(0, whole.length / 2) } })
    await expect(openEncoder(folder)).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  test('with weights that are damaged anywhere, and never takes the process down', async () => {
    const folder = await writeHubModel(tree.at(`model-${count++}`))
    const path = join(folder, 'onnx/model.onnx')
    const whole = await readFile(path)
    const random = randomNumbers(7)
    const below = (limit: number): number => Math.floor(random() * limit)
    const outcomes = new Set<unknown>()
    for (let i = 0; i < 100; i++) {
      const damaged = Buffer.from(whole)
      // Most of the structure is at the front.
      for (let flip = 0; flip < 3; flip++) damaged[below(flip === 0 ? whole.length : 6000)] ^= 1 << below(8)
      await writeFile(path, damaged)
      outcomes.add(await lengthOrCode(folder))
    }
    expect([...outcomes].toSorted()).toEqual(['1.000', 'model-mismatch'])
  })

  test('with ids that the model does not know, where config.json does not tell', async () => {
    const files = { 'config.json': { hidden_size: 32 } }
    await withModel({ files, transformer: smallTransformer(10) }, async (encoder) => {
      const unknown = { code: 'model-mismatch', message: expect.stringContaining('another model') }
      await expect(encoder.embed([passage('music harbour')])).rejects.toMatchObject(unknown)
    })
  })

  test('with other dimensions than config.json says', async () => {
    const files = { 'config.json': { hidden_size: 64, vocab_size: tokenizer.size } }
    await withModel({ files }, async (encoder) => {
      const wrong = { code: 'model-mismatch', message: expect.stringContaining('x 64]') }
      await expect(encoder.embed([passage('river stone')])).rejects.toMatchObject(wrong)
    })
  })

  test('with numbers that are not finite', async () => {
    const transformer = smallTransformer(tokenizer.size)
    transformer.words.data.fill(Number.NaN, 4 * 32, 5 * 32)
    await withModel({ transformer }, async (encoder) => {
      const broken = { code: 'model-mismatch', message: expect.stringContaining('not finite') }
      await expect(encoder.embed([passage('stone'), passage(knownWords[0])])).rejects.toMatchObject(broken)
      expect(Math.hypot(...(await encoder.embed([passage('stone')])))).toBeCloseTo(1, 5)
    })
  })
})
