import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import { seriousFindings } from './accessibility.ts'

const sections = [
  'Status and folders',
  'Storage',
  'General',
  'Appearance',
  'Search',
  'Indexing and power',
  'What is skipped',
  'Model',
  'Privacy',
  'Keyboard',
  'Advanced',
]

for (const theme of ['light', 'dark'] as const) {
  test(`every page is without serious findings of axe in ${theme} colours`, async ({ launch, documents }) => {
    writeFileSync(join(documents, 'broken.pdf'), 'no pdf')
    const { app, window } = await launch()
    await setTheme(app, theme)
    await expect(window.firstUse).toBeVisible()
    expect(await seriousFindings(window.page)).toEqual([])
    await window.drop([documents])
    await window.holds(documentCount)
    expect(await seriousFindings(window.page)).toEqual([])
    await window.search('type:md notice period of my job')
    expect(await seriousFindings(window.page)).toEqual([])
    await window.page.keyboard.press('ControlOrMeta+k')
    expect(await seriousFindings(window.page)).toEqual([])
    await window.page.keyboard.press('Escape')
    await window.page.keyboard.press('ArrowRight')
    await expect(window.preview.locator('[data-hit]')).toBeVisible()
    expect(await seriousFindings(window.page)).toEqual([])
    await window.page.keyboard.press('Escape')
    for (const name of sections) {
      await window.openSettings(name)
      if (name === 'Model') await expect(window.page.locator('.model').first()).toBeVisible()
      await window.screenshot(`page-${name.toLowerCase().replaceAll(/\W+/gu, '-')}-${theme}`)
      expect(await seriousFindings(window.page), name).toEqual([])
    }
  })
}

test('settings survive a restart, and the window follows them', async ({ launch, documents }) => {
  const first = await launch({ folders: [documents] })
  await first.window.holds(documentCount)
  await first.window.openSettings('Appearance')
  await first.window.page.getByLabel('Colours').selectOption('dark')
  await first.window.page.getByLabel('Density').selectOption('compact')
  const root = (page: typeof first.window.page) => page.locator('html')
  await expect(root(first.window.page)).toHaveAttribute('data-theme', 'dark')
  expect(await first.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  await first.app.close()
  const second = await launch()
  await expect(root(second.window.page)).toHaveAttribute('data-density', 'compact')
  await expect(root(second.window.page)).toHaveAttribute('data-theme', 'dark')
})

test('the shortcut is recorded, and one that is taken is refused', async ({ launch, documents }) => {
  const { window, app } = await launch({ folders: [documents], env: { STANDIN_TAKEN_SHORTCUTS: 'Control+Shift+K' } })
  test.skip(!(await app.evaluate(() => process.versions.electron.endsWith('-standin'))), 'presses a global shortcut')
  await window.openSettings('General')
  const button = window.page.getByRole('button', { name: 'Shortcut' })
  await button.click()
  await window.page.keyboard.press('Control+Shift+K')
  await expect(window.page.getByRole('alert')).toContainText('Control+Shift+K is taken')
  await button.click()
  await window.page.keyboard.press('Control+Alt+L')
  await expect(button).toHaveText('Control+Alt+L')
  const isRegistered = (keys: string) =>
    app.evaluate(({ globalShortcut }, keys) => globalShortcut.isRegistered(keys), keys)
  expect([await isRegistered('Control+Alt+L'), await isRegistered('Alt+Space')]).toEqual([true, false])
})

test('the status page says where the library stands, filters problems and forgets a folder', async ({
  launch,
  documents,
}) => {
  for (const name of ['a', 'b', 'c']) writeFileSync(join(documents, `${name}.pdf`), 'no pdf')
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.openSettings('Status and folders')
  const { page } = window
  await expect(page.getByText('Everything is up to date')).toBeVisible()
  await expect(page.getByRole('row', { name: /papers/ })).toContainText(String(documentCount))
  await expect(page.getByRole('heading', { name: '3 files could not be read' })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Filter' }).fill('b.pdf')
  await expect(page.locator('.problem')).toHaveCount(1)
  await page.getByRole('button', { name: 'Remove papers' }).click()
  await page.getByRole('button', { name: `Forget ${documentCount} documents` }).click()
  await expect(page.getByText('Nothing is indexed yet')).toBeVisible()
})

test('German and Arabic: every text changes, and Arabic is written from right to left', async ({
  launch,
  documents,
}) => {
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.openSettings('General')
  await window.page.getByLabel('Language').selectOption('de')
  await expect(window.page.getByRole('heading', { name: 'Allgemein' })).toBeVisible()
  await window.screenshot('settings-de')
  await window.page.getByLabel('Sprache').selectOption('ar')
  await expect(window.page.locator('html')).toHaveAttribute('dir', 'rtl')
  await window.screenshot('settings-ar')
  await window.page.keyboard.press('Escape')
  await window.page.getByRole('combobox').fill('notice period of my job')
  await expect(window.page.getByRole('option').first()).toContainText('contract')
  // An English question ends at its right, whatever the window's language.
  await window.page.keyboard.press('ArrowRight')
  await expect(window.page.locator('.preview [data-hit]')).toBeVisible()
  await window.screenshot('results-ar')
  expect(await seriousFindings(window.page)).toEqual([])
})

test('at 200 % nothing is cut off', async ({ launch, documents }) => {
  writeFileSync(join(documents, 'broken.pdf'), 'no pdf')
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.zoom(2)
  // Beside its buttons the title would have room for a word a line.
  expect(await window.page.locator('.overview-title').evaluate(linesOf)).toBeLessThanOrEqual(2)
  await window.screenshot('library-zoom')
  await window.search('notice period of my job')
  await window.screenshot('results-zoom')
  const overflow = () =>
    window.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
  // However much stands between the field and the foot, the foot is there.
  for (const words of ['notice period of my job', 'type:md after:2020-01-01 size:>1kB "zzz qqq"', 'colour:red tea']) {
    await window.field.fill(words)
    await expect(window.page.locator('.panel')).toContainText(/Found because|No result for|Put it in quotes/)
    expect(await window.page.evaluate(beyondRoom), words).toBeLessThanOrEqual(0)
  }
  await window.screenshot('query-error-zoom')
  await window.search('notice period of my job')
  await window.page.keyboard.press('ArrowRight')
  await expect(window.preview.locator('[data-hit]')).toBeVisible()
  await window.screenshot('preview-zoom')
  expect(await overflow()).toBeLessThanOrEqual(0)
  // Whichever row is selected, all of it is seen beside the text.
  for (let row = 0; row < 3; row++) {
    await expect.poll(() => window.page.evaluate(hiddenOfSelected)).toBeLessThanOrEqual(0)
    await window.page.keyboard.press('ArrowDown')
  }
  await window.page.keyboard.press('Escape')
  for (const name of sections) {
    await window.openSettings(name)
    if (name === 'Model') await expect(window.page.locator('.model').first()).toBeVisible()
    if (name === 'Status and folders') {
      const reason = window.page.locator('.problem-reason')
      await expect(reason).toContainText('too damaged to be read as one')
      expect(await reason.evaluate((line) => line.scrollWidth - line.clientWidth)).toBeLessThanOrEqual(0)
    }
    await window.screenshot(`page-${name.toLowerCase().replaceAll(/\W+/gu, '-')}-zoom`)
    expect(await overflow(), name).toBeLessThanOrEqual(0)
    expect(await window.page.evaluate(cutOff), name).toEqual([])
  }
  await window.openSettings('Search')
  await window.page.getByRole('switch', { name: 'Offer to answer questions' }).click()
  await window.page.keyboard.press('Escape')
  await expect(window.page.getByRole('button', { name: /Answer this/ })).toBeVisible()
  await window.page.keyboard.press('ControlOrMeta+j')
  await expect(window.page.getByRole('region', { name: 'Answer' })).toContainText('three months')
  await window.screenshot('answer-zoom')
  expect(await overflow()).toBeLessThanOrEqual(0)
})

/** Runs in the page: CSS pixels by which the panel is higher than its display has room for. */
function beyondRoom(): number {
  const room = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--room'))
  return document.querySelector<HTMLElement>('.panel')!.offsetHeight - room
}

/** Runs in the page: pixels of the selected row that are above or below what is seen of its list. */
function hiddenOfSelected(): number {
  const list = document.querySelector('.result-list')!.getBoundingClientRect()
  const row = document.querySelector('[role=option][aria-selected=true]')!.getBoundingClientRect()
  return Math.max(list.top - row.top, row.bottom - list.bottom)
}

/** Runs in the page: how many lines a text takes. */
function linesOf(element: HTMLElement): number {
  const range = document.createRange()
  range.selectNodeContents(element)
  return new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size
}

/** Runs in the page: words of controls that do not fit into them, and controls that lie beyond the panel's sides. */
function cutOff(): string[] {
  const panel = document.querySelector('.panel')!.getBoundingClientRect()
  const controls = Array.from(
    document.querySelectorAll<HTMLElement>('.page button, .page select, .page input, .page label'),
  )
  return controls
    .filter((control) => control.offsetParent !== null && !control.classList.contains('visually-hidden'))
    .filter((control) => {
      const { left, right } = control.getBoundingClientRect()
      const isBeyond = left < panel.left - 1 || right > panel.right + 1
      return isBeyond || (control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 1)
    })
    .map((control) => `${control.tagName} ${control.textContent?.slice(0, 40) ?? ''}`)
}
