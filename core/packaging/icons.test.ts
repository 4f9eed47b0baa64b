import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const bytes = (name: string): Buffer => readFileSync(new URL(`../../assets/icons/${name}`, import.meta.url))
/** Width and height in the header of a PNG file. */
const sizeOf = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)]

test('the icon for Windows holds every size, each as a PNG of that size', () => {
  const ico = bytes('icon.ico')
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, i) => {
    const entry = 6 + 16 * i
    const picture = ico.subarray(ico.readUInt32LE(entry + 12)).subarray(0, ico.readUInt32LE(entry + 8))
    return [ico.readUInt8(entry) || 256, ...sizeOf(picture)]
  })
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256].map((size) => [size, size, size]))
})

test('the icon for macOS is as long as it says and holds PNG files up to 1,024 pixels', () => {
  const icns = bytes('icon.icns')
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
  const sizes: Record<string, number> = {}
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    sizes[icns.toString('latin1', at, at + 4)] = sizeOf(icns.subarray(at + 8))[0]
  }
  expect(sizes).toEqual({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 })
})

test.each([16, 32, 48, 64, 128, 256, 512])('Linux has the icon with sides of %d pixels', (size) => {
  expect(sizeOf(bytes(`sizes/${size}x${size}.png`))).toEqual([size, size])
})

test('the tray has three different icons, in colour and for macOS', () => {
  for (const suffix of ['', '@2x', 'Template', 'Template@2x']) {
    const files = ['tray', 'tray-working', 'tray-attention'].map((state) =>
      bytes(`${state}${suffix}.png`).toString('hex'),
    )
    expect(new Set(files).size).toBe(3)
  }
})
