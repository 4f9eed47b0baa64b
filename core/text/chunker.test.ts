import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { chunkSizes, cutIntoChunks } from './chunker.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i}`).join(' ')

function parts(bytes: Uint8Array, sections: { start: number; level: number }[] = []): string[] {
  const { starts, ends } = cutIntoChunks(bytes, sections)
  return Array.from(starts, (start, i) =>
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, ends[i])),
  )
}

describe('cutting into chunks', () => {
  test('an empty text and white space have no chunks', () => {
    expect(parts(utf8(''))).toEqual([])
    expect(parts(utf8(' \n\n\t '))).toEqual([])
  })

  test('a small document with several sections is one chunk', () => {
    const text = '# One\n\nFirst.\n\n## Two\n\nSecond.\n'
    const sections = [
      { start: 0, level: 1 },
      { start: text.indexOf('## Two'), level: 2 },
    ]
    expect(parts(utf8(text), sections)).toEqual([text.trim()])
  })

  test('large sections are cut at their headings', () => {
    const first = `# One\n\n${words(150)}.\n\n`
    const second = `# Two\n\n${words(150)}.`
    const result = parts(utf8(first + second), [
      { start: 0, level: 1 },
      { start: first.length, level: 1 },
    ])
    expect(result).toHaveLength(2)
    expect(result[1].startsWith('# Two')).toBe(true)
  })

  test('a long paragraph is cut after sentences', () => {
    const sentence = `${words(14)} ends here.`
    const result = parts(utf8(Array.from({ length: 60 }, () => sentence).join(' ')))
    expect(result.length).toBeGreaterThan(2)
    for (const part of result) expect(part.endsWith('here.')).toBe(true)
  })

  test('text without spaces or stops is cut between code points', () => {
    for (const sign of ['a', 'é', '語', '😀']) {
      const text = sign.repeat(6000)
      expect(parts(utf8(text)).join('')).toBe(text)
    }
  })

  test('CJK text is cut after its own full stops', () => {
    const result = parts(utf8('これは長い文章の一つで、意味があります。'.repeat(80)))
    expect(result.length).toBeGreaterThan(2)
    for (const part of result) expect(part.endsWith('。')).toBe(true)
  })

  test('random texts: nothing is lost, nothing overlaps, nothing is too long, code points stay whole', () => {
    const random = randomNumbers(7)
    const pieces = ['word', ' ', ' ', '. ', '\n', '\n\n', 'é', '語。', '😀', '\f', 'x'.repeat(700), '\t', '? ', 'A. ']
    for (let round = 0; round < 300; round++) {
      let text = ''
      const sections: { start: number; level: number }[] = []
      const count = Math.floor(random() * 800)
      for (let i = 0; i < count; i++) {
        if (random() < 0.03) sections.push({ start: utf8(text).length, level: 1 + Math.floor(random() * 6) })
        text += pieces[Math.floor(random() * pieces.length)]
      }
      const bytes = utf8(text)
      const { starts, ends } = cutIntoChunks(bytes, sections)
      let last = 0
      let kept = ''
      for (let i = 0; i < starts.length; i++) {
        expect(starts[i]).toBeGreaterThanOrEqual(last)
        expect(ends[i] - starts[i]).toBeGreaterThan(0)
        expect(ends[i] - starts[i]).toBeLessThanOrEqual(chunkSizes.most)
        last = ends[i]
        kept += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(starts[i], ends[i]))
      }
      const squeeze = (value: string): string => value.replaceAll(/[ \t\n\v\f\r]+/g, '')
      expect(squeeze(kept)).toBe(squeeze(text))
    }
  })

  test('a change in one place leaves distant chunks as they were', () => {
    const paragraphs = Array.from({ length: 200 }, (_, i) => `Paragraph ${i}. ${words(20 + ((i * 7) % 40))}.`)
    const before = parts(utf8(paragraphs.join('\n\n')))
    paragraphs[3] = 'Something else altogether stands here now.'
    const after = new Set(parts(utf8(paragraphs.join('\n\n'))))
    const kept = before.filter((part) => after.has(part)).length
    expect(kept / before.length).toBeGreaterThan(0.8)
  })
})
