import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { embeddedModelFolder } from './model-folder.ts'
import { TokenBuffer } from './token-buffer.ts'
import { parseTokenizerFile, readTokenizerFile } from './tokenizer-file.ts'
import { WordPieceTokenizer } from './tokenizer.ts'

const file = readFileSync(join(embeddedModelFolder(), 'tokenizer.json'), 'utf8')
const reference = new Tokenizer(JSON.parse(file), {})
const tokenizer = new WordPieceTokenizer(readTokenizerFile(file))
const data = fileURLToPath(new URL('../../../data/', import.meta.url))

function encode(text: string, by = tokenizer): number[] {
  const out = new TokenBuffer(1)
  by.encode(text, out)
  return [...out.ids.subarray(0, out.length)]
}

/** Whole numbers below `limit`. */
function seeded(seed: number): (limit: number) => number {
  const random = randomNumbers(seed)
  return (limit) => Math.floor(random() * limit)
}

/** The shape of a tokenizer.json with few pieces. */
function smallFile(vocab: Record<string, number>, changes: object = {}): unknown {
  return {
    added_tokens: [{ id: 0, content: '[UNK]', lstrip: false, rstrip: false, normalized: false }],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Split', pattern: { Regex: '[a-z]+|[0-9]+' }, behavior: 'Removed', invert: true },
    post_processor: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', vocab: { '[UNK]': 0, ...vocab } },
    ...changes,
  }
}

describe('the tokenizer gives the ids of the reference', () => {
  test.each([
    ['dotted capital I', 'İstanbul DİYARBAKIR İ İİ aİ9İb'],
    ['Kelvin sign', '300 \u212a, \u212aelvin, wee\u212a'],
    ['sharp s and ligatures', 'Straße STRASSE ẞ ﬁnance ŉ ǰ'],
    ['combining marks', 'cafe\u0301 n\u0303o a\u0300b\u0301c i\u0307'],
    ['emoji and astral letters', '👍🏽 family 👨‍👩‍👧 𝒜bc 𐐀x'],
    ['lone surrogates', 'a\ud800b \udfff c'],
    ['a word of exactly 100 and of 101 letters', `${'ab'.repeat(50)} ${'ab'.repeat(50)}c`],
    ['a very long word and number', `${'x'.repeat(5000)} ${'7'.repeat(300)}`],
    ['CJK', '東京タワー 中文abc 한국어 2024年'],
    ['digits beside letters', 'a1b2 3rd x86_64 0x1F 1e9 ٣٤ ４２'],
    ['final sigma', 'ΟΔΥΣΣΕΥΣ abcΣ'],
    ['added tokens as they stand', '[UNK] x[PAD]y [pad] [UNK[PAD]] [[UNK]]'],
    ['control characters', 'a\0b\u0007c\u00a0d\u2028e\ufefff'],
    ['nothing', ''],
    ['rare words of many pieces', 'antidisestablishmentarianism zzyzxqwv PDFBOLDITALIC'],
  ])('%s', (_, text) => {
    expect(encode(text)).toEqual(reference.encode(text).ids)
  })

  test('random unicode', () => {
    const random = seeded(7)
    const ranges = [0x80, 0x80, 0x80, 0x250, 0x2200, 0x10000, 0x110000]
    for (let round = 0; round < 2000; round++) {
      const codes = Array.from({ length: random(60) }, () => random(ranges[random(ranges.length)]))
      const text = String.fromCodePoint(...codes)
      expect({ text, ids: encode(text) }).toEqual({ text, ids: reference.encode(text).ids })
    }
  })

  test('every character that Unicode has, between two letters', () => {
    for (let start = 0; start < 0x110000; start += 0x1000) {
      const text = Array.from({ length: 0x1000 }, (_, i) => `a${String.fromCodePoint(start + i)}b`).join(' ')
      expect(encode(text)).toEqual(reference.encode(text).ids)
    }
  })

  test('random words, more than the table can learn', () => {
    const random = seeded(11)
    const small = new WordPieceTokenizer(parseTokenizerFile(smallFile({ a: 1, '##a': 2, b: 3, '##b': 4, '##ab': 5 })))
    const ids = (word: string) => encode(word, small)
    const first = ids('abba')
    for (let i = 0; i < 200_000; i++) {
      const word = Array.from({ length: 20 }, () => (random(2) === 0 ? 'a' : 'b')).join('')
      small.encode(word, new TokenBuffer(32))
    }
    expect(ids('abba')).toEqual(first)
    expect(first).toEqual([1, 4, 4, 2])
    expect(ids('bab')).toEqual([3, 5])
  })

  for (const set of ['prose', 'mail']) {
    test.skipIf(!existsSync(join(data, set)))(`a sample of data/${set}`, () => {
      const entries = readdirSync(join(data, set), { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      const step = Math.ceil(files.length / 100)
      for (const path of files.toSorted().filter((_, i) => i % step === 0)) {
        const text = readFileSync(path, 'latin1').slice(0, 5000) + readFileSync(path, 'utf8').slice(0, 5000)
        expect({ path, ids: encode(text) }).toEqual({ path, ids: reference.encode(text).ids })
      }
    })
  }
})

describe('the tokenizer', () => {
  test('appends to what the buffer holds and says how many ids it added', () => {
    const out = new TokenBuffer(2)
    expect(tokenizer.encode('the house', out)).toBe(2)
    expect(tokenizer.encode('by the sea', out)).toBe(3)
    expect([...out.ids.subarray(0, out.length)]).toEqual(encode('the house by the sea'))
  })

  test('takes a word with a part outside the vocabulary as unknown as a whole', () => {
    const small = new WordPieceTokenizer(parseTokenizerFile(smallFile({ ab: 1, '##c': 2 })))
    expect(encode('abc abz abcc', small)).toEqual([1, 2, 0, 1, 2, 2])
    expect([0, 1, 2].map((id) => small.isKnown(id))).toEqual([false, true, true])
  })
})

describe('a tokenizer.json of another shape is refused by name', () => {
  test.each([
    ['normalizer', { normalizer: { type: 'BertNormalizer' } }],
    ['pre_tokenizer', { pre_tokenizer: { type: 'BertPreTokenizer' } }],
    ['post_processor', { post_processor: { type: 'TemplateProcessing' } }],
    ['model', { model: { type: 'BPE' } }],
  ])('%s', (key, changes) => {
    const mismatch = { code: 'model-mismatch', message: expect.stringContaining(key) }
    expect(() => parseTokenizerFile(smallFile({}, changes))).toThrow(expect.objectContaining(mismatch))
  })

  test('text that is not JSON', () => {
    expect(() => readTokenizerFile('{')).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })
})
