import { describe, expect, test } from 'vitest'
import { chunkDocument } from './chunk-document.ts'
import { randomNumbers } from '../random.ts'
import {
  chunkHeader,
  decodeOutline,
  encodeOutline,
  headerAt,
  headingPath,
  inflatedOutline,
  outlineAt,
  type Outline,
} from './outline.ts'

const outline: Outline = {
  title: 'Journal',
  headings: [
    { level: 1, text: 'Journal', start: 0 },
    { level: 2, text: 'Août', start: 40 },
    { level: 3, text: 'Third', start: 90 },
    { level: 2, text: '九月', start: 400 },
  ],
}

describe('outline', () => {
  test('comes back from its bytes, small and large', () => {
    expect(decodeOutline(encodeOutline(outline))).toEqual(outline)
    const large = {
      title: '',
      headings: Array.from({ length: 300 }, (_, i) => ({ level: 2, text: `Part ${i}`, start: i * 999 })),
    }
    const bytes = encodeOutline(large)
    expect(decodeOutline(bytes)).toEqual(large)
    expect(bytes.length).toBeLessThan(300 * 8)
  })

  test('says of one place what it says when it is decoded whole', () => {
    const random = randomNumbers(1)
    for (let round = 0; round < 100; round++) {
      let start = 0
      const made: Outline = {
        title: round % 3 === 0 ? 'Heading 2' : 'A title',
        headings: Array.from({ length: Math.floor(random() * 20) }, (_, i) => {
          start += Math.floor(random() * 300)
          return { level: 1 + Math.floor(random() * 6), text: `Heading ${i}`, start }
        }),
        ...(round % 2 === 0 && { context: 'Anna, May 2024' }),
      }
      const inflated = inflatedOutline(encodeOutline(made))
      for (const offset of [0, 1, 400, 1500, 9999]) {
        const place = outlineAt(inflated, offset)
        expect(place).toEqual({ title: made.title, path: headingPath(made, offset), context: made.context ?? '' })
        expect(headerAt(place)).toBe(chunkHeader(made, offset))
      }
    }
  })

  test('truncated bytes are an error, not a shorter outline', () => {
    const bytes = encodeOutline(outline)
    for (let length = 1; length < bytes.length; length++)
      expect(() => decodeOutline(bytes.subarray(0, length))).toThrow(/No byte|past the end|unexpected end|invalid/u)
  })

  test('the heading path is what encloses the place', () => {
    expect(headingPath(outline, 0)).toEqual(['Journal'])
    expect(headingPath(outline, 95)).toEqual(['Journal', 'Août', 'Third'])
    expect(headingPath(outline, 400)).toEqual(['Journal', '九月'])
  })

  test('the header says a title that is also the first heading once', () => {
    expect(chunkHeader(outline, 95)).toBe('Journal > Août > Third')
    expect(chunkHeader({ title: '', headings: [] }, 5)).toBe('')
  })

  test('heading offsets of a document are bytes, also after signs of several bytes', () => {
    const text = 'héé\n\n# Ω one\n\ntext\n\n# two\n\nmore'
    const { outline: bytes, utf8 } = chunkDocument(
      {
        kind: 'markdown',
        text,
        isOwnBytes: true,
        title: '',
        headings: [
          { level: 1, text: 'Ω one', start: text.indexOf('# Ω') },
          { level: 1, text: 'two', start: text.indexOf('# two') },
        ],
      },
      'name',
    )
    const { title, headings } = decodeOutline(bytes)
    expect(title).toBe('name')
    for (const { start } of headings) expect(utf8[start]).toBe('#'.charCodeAt(0))
  })
})

describe('the title of a document without one', () => {
  const extracted = (headings: { level: number; text: string; start: number }[]) =>
    chunkDocument({ kind: 'markdown', text: 'x'.repeat(600), isOwnBytes: true, title: '', headings }, 'file name').title

  test('is its first heading where that stands above all others', () => {
    expect(
      extracted([
        { level: 2, text: 'Closures', start: 0 },
        { level: 3, text: 'Capturing', start: 90 },
      ]),
    ).toBe('Closures')
  })

  test('is the file name otherwise', () => {
    expect(extracted([])).toBe('file name')
    expect(
      extracted([
        { level: 2, text: 'One', start: 0 },
        { level: 2, text: 'Two', start: 90 },
      ]),
    ).toBe('file name')
    expect(extracted([{ level: 1, text: 'Late', start: 500 }])).toBe('file name')
  })
})
