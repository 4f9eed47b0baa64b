import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { isShown, test, type RunningApp } from './app.ts'
import { documentCount, writeDocuments } from './documents.ts'
import { clickInTray, isStandin, setOnBattery, tellTray, trayIcon, trayIcons, trayLabels } from './tray.ts'

test('a shortcut that is taken is replaced, and the tray says so', async ({ launch }) => {
  const { app } = await launch({ env: { STANDIN_TAKEN_SHORTCUTS: 'Alt+Space' } })
  test.skip(!(await isStandin(app)), 'only the stand-in can pretend that a shortcut is taken')
  expect(await trayLabels(app)).toContain('Taken by another program: Alt+Space')
})

test('the tray’s menu tells, pauses, opens the settings, has the shortcut, and speaks the person’s language', async ({
  launch,
  documents,
}) => {
  const running = await launch({ folders: [documents] })
  test.skip(!(await isStandin(running.app)), 'only the stand-in lists its trays')
  await running.window.holds(documentCount)
  await test.step('the tray offers search, what was searched for, adding a folder, the status, settings and quitting', () =>
    offersWhatThereIs(running))
  await test.step('the tray pauses indexing, says until when, and opens the settings', () => pauses(running))
  await test.step('the shortcut is switched off in the tray and on again in the settings', () =>
    switchesTheShortcut(running))
  await test.step('menus speak the language of the settings', () => speaksTheLanguage(running))
})

/** The tray offers search, what was searched for, adding a folder, the status, settings and quitting. */
async function offersWhatThereIs({ app }: RunningApp): Promise<void> {
  await expect.poll(async () => (await trayLabels(app)).join('|')).toContain(`${documentCount} documents in 1 folder`)
  expect(await trayLabels(app)).toEqual(
    expect.arrayContaining(['Quick search', 'Recent searches', 'None yet', 'Add folder…', 'Settings…', 'Quit']),
  )
  await clickInTray(app, 'About Leantern')
  const said = await app.evaluate(({ app, dialog }) => {
    const { calls } = dialog as unknown as { calls: { name: string; args: { message: string; detail: string }[] }[] } // the stand-in's own
    const [{ message, detail }] = calls.find(({ name }) => name === 'showMessageBox')!.args
    return { isVersion: message === `Leantern ${app.getVersion()}`, detail }
  })
  expect(said).toEqual({ isVersion: true, detail: expect.stringContaining('MIT licence') })
}

/** The tray pauses indexing, says until when, and opens the settings. */
async function pauses({ app, window }: RunningApp): Promise<void> {
  await clickInTray(app, 'For an hour')
  await expect.poll(async () => (await trayLabels(app)).join('|')).toContain('Go on indexing (paused until')
  await window.openSettings('Status and folders')
  await expect(window.page.getByText(/^Paused until/)).toBeVisible()
  await window.page.getByRole('button', { name: 'Go on' }).click()
  await expect(window.page.getByText('Everything is up to date')).toBeVisible()
  await window.page.keyboard.press('Escape')
  await clickInTray(app, 'Settings…')
  await expect(window.page.getByRole('heading', { name: 'General' })).toBeVisible()
}

/** The shortcut is switched off in the tray and on again in the settings. */
async function switchesTheShortcut({ app, window }: RunningApp): Promise<void> {
  const isRegistered = () => app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Alt+Space'))
  expect(await isRegistered()).toBe(true)
  await clickInTray(app, 'Use the shortcut')
  await expect.poll(isRegistered).toBe(false)
  await window.openSettings('General')
  const shortcut = window.page.getByRole('button', { name: 'Shortcut' })
  await expect(shortcut).toHaveText('None')
  await window.page.getByRole('button', { name: 'Reset' }).click()
  await expect(shortcut).toHaveText('Chosen for you: Alt+Space')
  await expect.poll(isRegistered).toBe(true)
}

/** Menus speak the language of the settings. */
async function speaksTheLanguage({ app, window }: RunningApp): Promise<void> {
  const speak = (language: string) =>
    window.page.evaluate(
      (language) => Reflect.get(globalThis, 'leantern').ask('changeSettings', { language }) as unknown,
      language,
    )
  await speak('de')
  await expect.poll(() => trayLabels(app)).toContain('Schnell suchen')
  await expect.poll(() => trayLabels(app)).toContain(`${documentCount} Dokumente in 1 Ordner`)
  await speak('ar')
  await expect.poll(() => trayLabels(app)).toContain('بحث سريع')
}

test('a click on the icon opens the search right at it, a second one closes it', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  test.skip(!(await isStandin(app)), 'only the stand-in tells where its trays are')
  await window.holds(documentCount)
  const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds())
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  await tellTray(app, { kind: 'click', x: 1380, y: 0 })
  expect(await isShown(app)).toBe(true)
  const { x, y, width } = await bounds()
  expect([x + width, y < 40, width < 600]).toEqual([1440, true, true])
  await window.search('boat trip in Scandinavia')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  const overflow = () =>
    window.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
  await window.screenshot('popover')
  await tellTray(app, { kind: 'click', x: 1380, y: 0 })
  expect(await isShown(app)).toBe(false)
  await app.evaluate(({ app }) => app.emit('activate'))
  expect((await bounds()).width).toBeGreaterThan(700)
})

test('at the icon eight documents are shown; all of them are in the window, which leaves the icon', async ({
  launch,
  documents,
}) => {
  for (let i = 0; i < 12; i++)
    writeFileSync(join(documents, `harbour ${i}.md`), `# Harbour ${i}\n\nA walk to pier ${i}.\n`)
  const { app, window } = await launch({ folders: [documents] })
  test.skip(!(await isStandin(app)), 'only the stand-in tells where its trays are')
  await window.holds(documentCount + 12)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  await tellTray(app, { kind: 'click', x: 1380, y: 0 })
  await window.search('harbour pier')
  await expect(window.hits.first()).toHaveAttribute('aria-setsize', '8')
  await window.screenshot('popover-cut')
  await window.page.getByRole('button', { name: 'Show all in the window' }).click()
  await expect(window.hits.first()).not.toHaveAttribute('aria-setsize', '8')
  await expect(window.field).toBeFocused()
  const width = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds().width)
  await expect.poll(width).toBeGreaterThan(700)
})

test('the icon tells work and what needs a look', async ({ launch, home }) => {
  const many = join(home, 'many')
  mkdirSync(many)
  for (let i = 0; i < 1500; i++)
    writeFileSync(join(many, `${i}.md`), `# Note ${i}\n\n${'A line about the harbour. '.repeat(300)}\n`)
  const { app, window } = await launch()
  test.skip(!(await isStandin(app)), 'only the stand-in lists its trays')
  await expect(window.firstUse).toBeVisible()
  expect(await trayIcon(app)).toBe('tray.png')
  const icons = await trayIcons(app)
  // On battery a run takes four times as long: the icon changes every two seconds at most.
  await setOnBattery(app)
  await window.page.evaluate(
    (path) => Reflect.get(globalThis, 'leantern').ask('addFolders', { paths: [path] }) as unknown,
    many,
  )
  await expect.poll(icons).toEqual(['tray-working.png'])
  await window.page.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(icons).toEqual(['tray-working.png', 'tray.png'])
})

test('a folder dropped on the icon is asked about in the window', async ({ launch, documents, home }) => {
  const { app, window } = await launch({ folders: [documents] })
  test.skip(!(await isStandin(app)), 'only the stand-in lists its trays')
  await window.holds(documentCount)
  const other = join(home, 'letters')
  writeDocuments(other)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  await tellTray(app, { kind: 'drop-files', paths: [other] })
  expect(await isShown(app)).toBe(true)
  await expect(window.page.getByText(/letters/).first()).toBeVisible()
})
