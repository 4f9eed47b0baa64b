import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { embeddedModelFolder } from './model-folder.ts'
import { TokenBuffer } from './token-buffer.ts'
import { parseTokenizerFile, readTokenizerFile, readVocabulary } from './tokenizer-file.ts'
import { WordPieceTokenizer } from './tokenizer.ts'
import { UNICODE_WORDS } from './words-pattern.ts'

const unicodeShape = {
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'Split', pattern: { Regex: UNICODE_WORDS }, behavior: 'Removed', invert: true },
}

const data = fileURLToPath(new URL('../../../data/', import.meta.url))

interface Both {
  readonly tokenizer: WordPieceTokenizer
  readonly reference: Tokenizer
}

/** Ours and the reference, of the same tokenizer.json. */
function bothOf(text: string): Both {
  return { tokenizer: new WordPieceTokenizer(readTokenizerFile(text)), reference: new Tokenizer(JSON.parse(text), {}) }
}

const embedded = bothOf(readFileSync(join(embeddedModelFolder(), 'tokenizer.json'), 'utf8'))
const letters = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz0123456789'].flatMap((c, i) => [
    [c, 2 * i + 1],
    [`##${c}`, 2 * i + 2],
  ]),
)
const ascii = bothOf(JSON.stringify(smallFile({ ...letters, house: 90, '##ing': 91, sea: 92, '19': 93 })))
const unicode = bothOf(JSON.stringify(smallFile({ ...everyLetter(), house: 1e6, '##ing': 1e6 + 1 }, unicodeShape)))
const { tokenizer } = embedded

function encode(text: string, by = tokenizer): number[] {
  const out = new TokenBuffer(1)
  by.encode(text, out)
  return [...out.ids.subarray(0, out.length)]
}

/** Letters, marks and digits of the first planes, as they stand after folding; a few are left out, to be unknown. */
function everyLetter(): Record<string, number> {
  const pieces: Record<string, number> = {}
  let id = 1
  for (let point = 0x30; point < 0x20000; point++) {
    if ((point >= 0xd800 && point < 0xe000) || point % 11 === 7) continue
    for (const character of String.fromCodePoint(point).normalize('NFKC').toLowerCase()) {
      if (!/[\p{L}\p{M}\p{N}]/u.test(character) || character in pieces) continue
      pieces[character] = id++
      pieces[`##${character}`] = id++
    }
  }
  return pieces
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
    decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', vocab: { '[UNK]': 0, ...vocab } },
    ...changes,
  }
}

describe.each([
  ['of the embedded model', () => embedded],
  ['of ASCII words', () => ascii],
  ['of words of all scripts', () => unicode],
])('the tokenizer %s gives the ids of the reference', (_, both) => {
  const { tokenizer, reference } = both()
  test.each([
    ['dotted capital I', 'İstanbul DİYARBAKIR İ İİ aİ9İb'],
    ['Kelvin sign', '300 \u212a, \u212aelvin, wee\u212a'],
    ['sharp s and ligatures', 'Straße STRASSE ẞ ﬁnance ŉ ǰ'],
    ['combining marks', 'cafe\u0301 n\u0303o a\u0300b\u0301c i\u0307'],
    ['emoji and astral letters', '👍🏽 family 👨‍👩‍👧 𝒜bc 𐐀x'],
    ['lone surrogates', 'a\ud800b \udfff c'],
    ['a word of exactly 100 and of 101 letters', `${'ab'.repeat(50)} ${'ab'.repeat(50)}c`],
    ['a very long word and number', `${'x'.repeat(5000)} ${'7'.repeat(300)}`],
    ['Greek, Cyrillic, Arabic, Hebrew', 'Καλημέρα ΚΌΣΜΕ Привет МИР مرحبا بالعالم שלום'],
    ['scripts whose vowels are marks', 'नमस्ते दुनिया สวัสดีชาวโลก வணக்கம் ကမ္ဘာ'],
    [
      'a run of more than 64 letters and of more than 64 digits',
      `${'ไทย'.repeat(60)} ${'x'.repeat(150)} ${'7'.repeat(150)}`,
    ],
    ['compatibility characters', 'ﬁle ２０２４ x² ℡ ㎏ ① Ａｂｃ ｶﾞ'],
    ['kana and Han beside letters', 'ひらがなカタカナー漢字abc漢字123'],
    ['CJK', '東京タワー 中文abc 한국어 2024年'],
    ['digits beside letters', 'a1b2 3rd x86_64 0x1F 1e9 ٣٤ ４２'],
    ['final sigma', 'ΟΔΥΣΣΕΥΣ abcΣ'],
    ['added tokens as they stand', '[UNK] x[PAD]y [pad] [UNK[PAD]] [[UNK]]'],
    ['control characters', 'a\0b\u0007c\u00a0d\u2028e\ufefff'],
    ['nothing', ''],
    ['rare words of many pieces', 'antidisestablishmentarianism zzyzxqwv PDFBOLDITALIC'],
  ])('%s', (_, text) => {
    expect(encode(text, tokenizer)).toEqual(reference.encode(text).ids)
  })

  test('random unicode', () => {
    const random = seeded(7)
    const ranges = [0x80, 0x80, 0x80, 0x250, 0x2200, 0x10000, 0x110000]
    for (let round = 0; round < 2000; round++) {
      const codes = Array.from({ length: random(60) }, () => random(ranges[random(ranges.length)]))
      const text = String.fromCodePoint(...codes)
      expect({ text, ids: encode(text, tokenizer) }).toEqual({ text, ids: reference.encode(text).ids })
    }
  })

  test('every character that Unicode has, between two letters', () => {
    for (let start = 0; start < 0x110000; start += 0x1000) {
      const text = Array.from({ length: 0x1000 }, (_, i) => `a${String.fromCodePoint(start + i)}b`).join(' ')
      expect(encode(text, tokenizer)).toEqual(reference.encode(text).ids)
    }
  })

  for (const set of ['prose', 'mail']) {
    test.skipIf(!existsSync(join(data, set)))(`a sample of data/${set}`, () => {
      const entries = readdirSync(join(data, set), { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      const step = Math.ceil(files.length / 100)
      for (const path of files.toSorted().filter((_, i) => i % step === 0)) {
        const text = readFileSync(path, 'latin1').slice(0, 5000) + readFileSync(path, 'utf8').slice(0, 5000)
        expect({ path, ids: encode(text, tokenizer) }).toEqual({ path, ids: reference.encode(text).ids })
      }
    })
  }
})

describe('the tokenizer', () => {
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
    ['Sequence with ascii words', { normalizer: unicodeShape.normalizer }],
    ['Lowercase with unicode words', { pre_tokenizer: unicodeShape.pre_tokenizer }],
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

test('a tokenizer.json reads the same however it is written', () => {
  const vocabulary = { '9': 1, b: 2, 'a"b\\c': 7, 'café\n': 8, __proto__x: 9 }
  const json = JSON.parse(JSON.stringify(smallFile(vocabulary)))
  for (const text of [
    JSON.stringify(json),
    JSON.stringify(json, null, 2),
    JSON.stringify({ vocab: { other: 1 }, ...json }),
    JSON.stringify({ ...json, other: '{"vocab":{"b":3}}' }),
  ]) {
    const { pieces } = readTokenizerFile(text)
    for (const [piece, id] of Object.entries(vocabulary)) expect(pieces.idOf(piece)).toBe(id)
    for (const other of ['other', 'caf', '##b']) expect(pieces.idOf(other)).toBeUndefined()
    expect(pieces.size).toBe(Object.keys(json.model.vocab).length)
    expect(pieces.highestId).toBe(Math.max(...Object.values<number>(json.model.vocab)))
    expect(readVocabulary(text)).toEqual(new Map(Object.entries(json.model.vocab)))
  }
  // Of a piece that is named twice, the last id counts, as in JSON.
  const twice = readTokenizerFile(JSON.stringify(json).replace('"b":2', '"b":5,"b":2'))
  expect(twice.pieces.idOf('b')).toBe(2)
  for (const vocab of [{ b: 1.5 }, { b: -1 }, { b: 1, c: null }, { b: '1' }]) {
    const wrong = JSON.stringify({ ...json, model: { ...json.model, vocab } })
    expect(() => readTokenizerFile(wrong)).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  }
})
