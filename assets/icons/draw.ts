/* Draws the icons' PNG files from their SVG sources with the installed Chromium: `node assets/icons/draw.ts`. */
import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'

/** Written file, its source, its size in pixels, and whether it is drawn in black for macOS to tint. */
const icons = [
  ['icon.png', 'lantern.svg', 1024, false],
  ['icon-256.png', 'lantern.svg', 256, false],
  ['tray.png', 'tray.svg', 24, false],
  ['tray@2x.png', 'tray.svg', 48, false],
  ['trayTemplate.png', 'tray.svg', 18, true],
  ['trayTemplate@2x.png', 'tray.svg', 36, true],
] as const

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
})
const page = await browser.newPage()
for (const [file, source, size, isTemplate] of icons) {
  const svg = await readFile(new URL(source, import.meta.url), 'utf8')
  const drawn = isTemplate ? svg.replaceAll('#e39a1f', '#000000') : svg
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${drawn}`)
  await writeFile(new URL(file, import.meta.url), await page.screenshot({ omitBackground: true }))
}
await browser.close()
