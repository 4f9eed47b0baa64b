import { describe, expect, test } from 'vitest'
import { extractText } from './extract.ts'
import { pageAt } from './pages.ts'
import { makePdf } from './testing/pdf-fixture.ts'

describe('the page of a place in a text', () => {
  test('is counted by form feeds, in bytes', () => {
    const utf8 = Buffer.from('Grüße\f\nzwei\f\n\f\nvier')
    const pageOf = (word: string): number => pageAt(utf8, utf8.indexOf(word))
    expect([pageOf('Grüße'), pageOf('zwei'), pageOf('vier')]).toEqual([1, 2, 4])
    expect(pageAt(utf8, utf8.length)).toBe(4)
  })

  test('is still the one before at the form feed itself', () => {
    const utf8 = Buffer.from('a\f\nb')
    expect([0, 1, 2, 3].map((offset) => pageAt(utf8, offset))).toEqual([1, 1, 2, 2])
  })

  test('is the first where there are no pages', () => {
    expect(pageAt(Buffer.from('text'), 3)).toBe(1)
    expect(pageAt(new Uint8Array(0), 0)).toBe(1)
  })

  test('is the page of the PDF', async () => {
    const { text } = await extractText('a.pdf', makePdf({ pages: [['one'], [], ['three']] }))
    const utf8 = Buffer.from(text)
    expect(pageAt(utf8, utf8.indexOf('three'))).toBe(3)
  })
})
