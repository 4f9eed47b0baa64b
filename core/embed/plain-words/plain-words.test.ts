import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { TokenBuffer } from '../token-buffer.ts'
import { UNICODE_WORDS } from '../words-pattern.ts'
import { assemblePlainWords } from './assemble.ts'
import { plainWordsModule } from './plain-words-binary.ts'
import { PlainWords, type EncodeWord } from './plain-words.ts'

test('the committed module is what the source assembles to', async () => {
  expect(Buffer.from(await assemblePlainWords()).toString('base64')).toBe(plainWordsModule)
})

/** None to five ids of a word, which no other word has. */
class Ids {
  readonly #known = new Map<string, readonly number[]>()
  asked = 0

  of(word: string): readonly number[] {
    const first = this.#known.size * 5
    const known = this.#known.get(word) ?? Array.from({ length: (word.length * 7 + first) % 6 }, (_, i) => first + i)
    this.#known.set(word, known)
    return known
  }

  readonly encodeWord: EncodeWord = (units, length, out) => {
    this.asked++
    for (const id of this.of(String.fromCharCode(...units.subarray(0, length)))) {
      out.reserve(1)
      out.ids[out.length++] = id
    }
  }

  /** By the pattern that says what words are. */
  expected(text: string): number[] {
    return wordsOf(text).flatMap((word) => this.of(word))
  }
}

function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(new RegExp(UNICODE_WORDS, 'gu')) ?? []
}

function idsOf(words: PlainWords, text: string, ids: Ids): number[] | null {
  const out = new TokenBuffer(1)
  return words.encode(text, out, ids.encodeWord) ? [...out.ids.subarray(0, out.length)] : null
}

describe('the ids of words', () => {
  test.each([
    '',
    'a',
    'The tide turns, and the TIDE turned.',
    'x86_64 v1.2.3 2024-05-03T10:00 a1b2c3',
    'don’t “quote” — or … do\u00200',
    'fifteen letters: abcdefghijklmno, sixteen: abcdefghijklmnop, 1234567890123456',
    '\0\x10\x19@[`{\x7f/:',
  ])('are those of the pattern: %j', (text) => {
    const words = new PlainWords()
    const ids = new Ids()
    const expected = ids.expected(text)
    expect(idsOf(words, text, ids)).toEqual(expected)
    ids.asked = 0
    expect(idsOf(words, text, ids)).toEqual(expected)
    // Those that have no slot.
    expect(ids.asked).toBe(wordsOf(text).filter((word) => word.length > 15 || ids.of(word).length > 3).length)
  })

  test('stay right when more words are met than there are slots', () => {
    const words = new PlainWords()
    const ids = new Ids()
    const random = randomNumbers(5)
    const letters = 'abcdefghijklmnopqrstuvwxyzABC0123456789'
    const word = (): string =>
      Array.from(
        { length: 1 + Math.floor(random() ** 2 * 18) },
        () => letters[Math.floor(random() * letters.length)],
      ).join('')
    const texts = Array.from({ length: 250 }, () =>
      Array.from({ length: 400 }, word).join(random() < 0.5 ? ' ' : '’\n '),
    )
    for (const text of [...texts, ...texts]) expect(idsOf(words, text, ids)).toEqual(ids.expected(text))
  })
})

test('a text with anything but ASCII and signs that only part words is left to others, and so is a long one', () => {
  const words = new PlainWords()
  const ids = new Ids()
  for (let point = 0x80; point < 0x3000; point++) {
    if (point >= 0xd800 && point < 0xe000) continue
    const text = `am${String.fromCodePoint(point)}bn`
    const isOurs = /[\u2000-\u2016\u2018-\u203d\u203f]/.test(text)
    expect([point, idsOf(words, text, ids)]).toEqual([point, isOurs ? ids.expected(text) : null])
  }
  expect(idsOf(words, 'a\ud800b', ids)).toBeNull()
  expect(idsOf(words, 'long '.repeat(10_000), ids)).toBeNull()
})
