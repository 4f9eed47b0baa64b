/* Draws every icon's file from its SVG source with the installed Chromium: `node assets/icons/draw.ts`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { chromium, type Page } from '@playwright/test'
import { icnsFile, icoFile, type Drawn } from './containers.ts'

const appSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024]
const windowsSizes = [16, 24, 32, 48, 64, 128, 256]
const trayStates = ['tray', 'tray-working', 'tray-attention']

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
})
const page = await browser.newPage()
await drawApp(page)
for (const state of trayStates) await drawTray(page, state)
await browser.close()

/** One file a size for Linux, one of all sizes for Windows and for macOS. */
async function drawApp(page: Page): Promise<void> {
  const svg = await readFile(place('lantern.svg'), 'utf8')
  const drawn: Drawn[] = []
  for (const size of appSizes) drawn.push({ size, png: await draw(page, svg, size) })
  await mkdir(place('sizes'), { recursive: true })
  const forLinux = drawn.filter(({ size }) => size < 1024)
  for (const { size, png } of forLinux) await writeFile(place(`sizes/${size}x${size}.png`), png)
  await writeFile(place('icon.png'), drawn.find(({ size }) => size === 1024)!.png)
  await writeFile(place('icon.ico'), icoFile(drawn.filter(({ size }) => windowsSizes.includes(size))))
  await writeFile(place('icon.icns'), icnsFile(drawn))
}

/** In colour, and in black for macOS to tint; for displays of one and of two pixels a point. */
async function drawTray(page: Page, state: string): Promise<void> {
  const svg = await readFile(place(`${state}.svg`), 'utf8')
  const black = svg.replaceAll('#e39a1f', '#000000')
  for (const [suffix, times] of [
    ['', 1],
    ['@2x', 2],
  ] as const) {
    await writeFile(place(`${state}${suffix}.png`), await draw(page, svg, 24 * times))
    await writeFile(place(`${state}Template${suffix}.png`), await draw(page, black, 18 * times))
  }
}

async function draw(page: Page, svg: string, size: number): Promise<Uint8Array> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}

function place(name: string): URL {
  return new URL(name, import.meta.url)
}
