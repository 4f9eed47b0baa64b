import { expect } from '@playwright/test'
import { isShown, test } from './app.ts'
import { documentCount } from './documents.ts'

test('the window is a frameless bar at the upper middle of the display', async ({ launch }) => {
  const { app, window } = await launch()
  await expect(window.field).toBeFocused()
  const { bounds, area } = await app.evaluate(({ BrowserWindow, screen }) => {
    const bounds = BrowserWindow.getAllWindows()[0].getBounds()
    return { bounds, area: screen.getDisplayMatching(bounds).workArea }
  })
  expect(bounds.width).toBeGreaterThanOrEqual(760)
  expect(Math.abs(bounds.x + bounds.width / 2 - (area.x + area.width / 2))).toBeLessThanOrEqual(1)
  expect(bounds.y).toBeLessThan(area.y + area.height * 0.23)
  expect(await window.page.evaluate(() => [globalThis.innerWidth, globalThis.outerWidth])).toEqual([
    bounds.width,
    bounds.width,
  ])
})

test('the window is as high as its content', async ({ launch }) => {
  const { app, window } = await launch()
  await expect(window.firstUse).toBeVisible()
  await expect
    .poll(async () => {
      const content = await window.page
        .locator('.shell')
        .evaluate((shell) => Math.ceil(shell.getBoundingClientRect().height))
      return content - (await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds().height))
    })
    .toBe(0)
})

test('the window stays while nothing is indexed, and hides when it loses the focus afterwards', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch()
  const blur = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].blur())
  await expect(window.firstUse).toBeVisible()
  await blur()
  expect(await isShown(app)).toBe(true)

  await window.drop([documents])
  await expect(window.firstUse).toBeHidden()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].focus())
  await blur()
  await expect.poll(() => isShown(app)).toBe(false)
})

test('showing the window again selects the old query', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  await expect(window.firstUse).toBeHidden()
  await window.field.fill('piano')
  await app.evaluate(({ app }) => app.emit('activate'))
  await expect.poll(() => window.page.evaluate(() => String(getSelection()))).toBe('piano')
})

test('the shortcut shows and hides the window', async ({ launch }) => {
  const { app } = await launch()
  test.skip(!(await isStandin(app)), 'only the stand-in can press a global shortcut')
  const press = () =>
    app.evaluate(({ globalShortcut }) => {
      // The stand-in's recorder has `press`; Electron's own has not.
      ;(globalShortcut as unknown as { press(accelerator: string): void }).press('Alt+Space')
    })
  expect(await isShown(app)).toBe(true)
  await press()
  expect(await isShown(app)).toBe(false)
  await press()
  expect(await isShown(app)).toBe(true)
})

test('a shortcut that is taken is replaced, and the tray says so', async ({ launch }) => {
  const { app } = await launch({ env: { STANDIN_TAKEN_SHORTCUTS: 'Alt+Space' } })
  test.skip(!(await isStandin(app)), 'only the stand-in can pretend that a shortcut is taken')
  const menu = await trayLabels(app)
  expect(menu).toContain('Alt+Space is taken by another program')
})

test('the tray offers search, adding a folder, the status and quitting', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  test.skip(!(await isStandin(app)), 'only the stand-in lists its trays')
  await expect(window.firstUse).toBeHidden()
  await expect.poll(async () => (await trayLabels(app)).join('|')).toContain(`${documentCount} documents in 1 folder`)
  expect(await trayLabels(app)).toEqual(expect.arrayContaining(['Quick search', 'Add folder…', 'Quit']))
})

test('the tray pauses indexing, says until when, and opens the settings', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  test.skip(!(await isStandin(app)), 'only the stand-in lists its trays')
  await window.holds(documentCount)
  await clickInTray(app, 'For an hour')
  await expect.poll(async () => (await trayLabels(app)).join('|')).toContain('Go on indexing (paused until')
  await window.openSettings('Status and folders')
  await expect(window.page.getByText(/^Paused until/)).toBeVisible()
  await window.page.getByRole('button', { name: 'Go on' }).click()
  await expect(window.page.getByText('Everything is up to date')).toBeVisible()
  await window.page.keyboard.press('Escape')
  await clickInTray(app, 'Settings…')
  await expect(window.page.getByRole('heading', { name: 'General' })).toBeVisible()
})

test('a second start shows the window of the first', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  await expect(window.firstUse).toBeHidden()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  expect(await isShown(app)).toBe(false)
  await expect(launch()).rejects.toThrow()
  await expect.poll(() => isShown(app)).toBe(true)
})

function isStandin(app: Parameters<typeof isShown>[0]): Promise<boolean> {
  return app.evaluate(() => process.versions.electron.endsWith('-standin'))
}

function trayLabels(app: Parameters<typeof isShown>[0]): Promise<string[]> {
  return app.evaluate(({ Tray }) => {
    // `all` is the stand-in's own list.
    const { all } = Tray as unknown as { all: { menu: { items: { label: string }[] } }[] }
    return all[0].menu.items.map(({ label }) => label)
  })
}

/** Clicks an entry of the tray's menu or of a menu in it. */
function clickInTray(app: Parameters<typeof isShown>[0], label: string): Promise<void> {
  return app.evaluate(({ Tray }, label) => {
    type Item = { label: string; click(): void; submenu?: { items: Item[] } | null }
    // `all` is the stand-in's own list.
    const { all } = Tray as unknown as { all: { menu: { items: Item[] } }[] }
    const items = all[0].menu.items.flatMap((item) => [item, ...(item.submenu?.items ?? [])])
    items.find((item) => item.label === label)!.click()
  }, label)
}
