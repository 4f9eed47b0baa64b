import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { paintPage } from './page-picture.ts'
import { makePdf } from './testing/pdf-fixture.ts'

const pdf = makePdf({ pages: [['First page'], ['Apples and pears', 'Old wood']] })

test('a page is painted as wide as wanted, with its words where they stand', async () => {
  const { bytes, width, height, pages, words } = await paintPage(pdf, 2, 306)
  expect([width, height, pages]).toEqual([612, 792, 2])
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  expect([header.getUint32(16), header.getUint32(20)]).toEqual([306, 396])
  expect(words.map(({ text }) => text)).toEqual(['Apples', 'and', 'pears', 'Old', 'wood'])
  const [apples, and, , old] = words
  // 72 points from the left, 72 from the top less the height of a line.
  expect(apples.x).toBeCloseTo(72 / 612, 1)
  expect(apples.y).toBeGreaterThan(0.06)
  expect(apples.y + apples.height).toBeLessThan(0.1)
  expect(and.x).toBeGreaterThan(apples.x + apples.width)
  expect(old.y).toBeGreaterThan(apples.y)
})

test('its pixels are white paper with dark letters', async () => {
  const { bytes } = await paintPage(pdf, 2, 306)
  const at = Buffer.from(bytes).indexOf('IDAT')
  const pixels = inflateSync(
    bytes.subarray(at + 4, at + 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(at - 4)),
  )
  expect(pixels.length).toBe(396 * (306 * 3 + 1))
  expect([...pixels.subarray(1, 4)]).toEqual([255, 255, 255])
  expect(pixels.some((value, i) => value < 200 && i % (306 * 3 + 1) !== 0)).toBe(true)
})

test('a page that is not there, and what is no PDF, are refused', async () => {
  await expect(paintPage(pdf, 3, 100)).rejects.toMatchObject({ code: 'not-found' })
  await expect(paintPage(new TextEncoder().encode('no pdf'), 1, 100)).rejects.toMatchObject({ code: 'failed' })
})
