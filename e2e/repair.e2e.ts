import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { recordDesktop, setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import { seriousFindings } from './accessibility.ts'
import { isStandin, trayIcon, trayLabels } from './tray.ts'

const dialog = 'Check and repair the library'

/** Makes a library of the documents and ends the app. */
test.beforeEach(async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await app.close()
})

function segmentOf(library: string): string {
  const name = readdirSync(library).find((one) => one.endsWith('.lsg'))
  expect(name).toBeDefined()
  return join(library, name ?? '')
}

test('a damaged part of a library is told, taken out and read again, by the window alone', async ({ launch, home }) => {
  const segment = segmentOf(join(home, 'library'))
  const bytes = readFileSync(segment)
  writeFileSync(segment, bytes.fill(0, bytes.length >> 1))
  const { app, window } = await launch()
  const { page } = window
  const offer = page.getByRole('button', { name: 'Repair the library…' })
  await expect(offer).toBeVisible()
  await window.screenshot('damaged')
  await window.zoom(2)
  // The sentence has the line, and the button the next one.
  const share = await page.evaluate(() => {
    const widthOf = (selector: string): number => document.querySelector<HTMLElement>(selector)!.offsetWidth
    return widthOf('.error-line-text') / widthOf('.error-line')
  })
  expect(share).toBeGreaterThan(0.75)
  await window.screenshot('damaged-zoom')
  await window.zoom(1)
  await offer.click()
  const sheet = page.getByRole('dialog', { name: dialog })
  await expect(sheet).toContainText('Passages with their meaning')
  await expect(sheet).toContainText(`${documentCount} documents are read again`)
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`repair-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.keyboard.press('Enter')
  await expect(sheet).toContainText('Repaired')
  await sheet.getByRole('button', { name: 'Close' }).click()
  await window.holds(documentCount)
  await window.search('boat trip in Scandinavia')
  await expect(window.hits.filter({ hasText: 'ferry to Bergen' })).toHaveCount(1)
  await window.openSettings('Advanced')
  await page.getByRole('button', { name: /The library's own files/ }).click()
  await expect(sheet).toContainText(`All is well: ${documentCount} documents`)
})

test('a library that cannot be opened at all is made anew from its folders', async ({ launch, home }) => {
  const library = join(home, 'library')
  writeFileSync(join(library, 'manifest.json'), '{')
  const { app, window } = await launch()
  const { page } = window
  if (await isStandin(app)) {
    await expect.poll(() => trayLabels(app)).toContain('The library cannot be opened')
    expect(await trayIcon(app)).toBe('tray-attention.png')
  }
  await window.openSettings('Status and folders')
  await expect(page.getByText('The library cannot be opened')).toBeVisible()
  await window.screenshot('status-damaged')
  await page.getByRole('button', { name: 'Repair the library…' }).click()
  const sheet = page.getByRole('dialog', { name: dialog })
  await expect(sheet).toContainText('every document of your folders is read again')
  await sheet.getByRole('button', { name: 'Repair', exact: true }).click()
  await expect(sheet).toContainText('Repaired. Everything is being read again')
  await page.keyboard.press('Escape')
  await expect(page.getByText('Everything is up to date')).toBeVisible()
  await expect(page.getByRole('row', { name: /papers/ })).toContainText(String(documentCount))
  if (await isStandin(app))
    await expect.poll(async () => (await trayLabels(app)).join('|')).toContain(`${documentCount} documents in 1 folder`)
})

test('what was opened and judged is damaged while the app starts: searching goes on, a sentence says so, a repair keeps what it can', async ({
  launch,
  home,
}) => {
  const learned = join(home, 'library/feedback.sqlite')
  writeFileSync(learned, 'this was a database once, and is none any more. '.repeat(100))
  const { app, window } = await launch()
  const { page } = window
  const said = /What you opened and judged cannot be read, and results come without it/
  await expect(page.getByText(said)).toBeVisible()
  // Below the buttons, not in what room they leave.
  const widthOf = (selector: string) => page.locator(selector).evaluate(({ clientWidth }) => clientWidth)
  expect(await widthOf('.overview-trouble')).toBe(await widthOf('.overview-head'))
  await window.screenshot('learned-damaged-start')
  await window.search('boat trip in Scandinavia')
  await expect(window.hits.filter({ hasText: 'ferry to Bergen' })).toHaveCount(1)
  await expect(page.locator('.chips-note')).toHaveText(said)
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`learned-damaged-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  // A result opens all the same.
  const calls = await recordDesktop(app)
  await window.hits.filter({ hasText: 'ferry to Bergen' }).dblclick()
  await expect.poll(async () => (await calls()).opened.length).toBe(1)
  await page.getByRole('button', { name: 'Repair the library…' }).click()
  const sheet = page.getByRole('dialog', { name: dialog })
  await expect(sheet).toContainText('What you opened and judged')
  await sheet.getByRole('button', { name: 'Repair', exact: true }).click()
  await expect(sheet).toContainText('now called feedback.sqlite.damaged')
  await window.screenshot('learned-repaired')
  await sheet.getByRole('button', { name: 'Close' }).click()
  await window.search('cabin on the ferry')
  await expect(page.locator('.chips-note')).toHaveCount(0)
  expect(readFileSync(`${learned}.damaged`, 'utf8')).toContain('is none any more')
  expect(readFileSync(learned).subarray(0, 6).toString()).toBe('SQLite')
})
