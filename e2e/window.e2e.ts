import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WindowApi } from '../electron/contract.ts'
import { isShown, test, type Launch, type RunningApp } from './app.ts'
import { isStandin } from './tray.ts'

test('the window stands where it should, is as high as its content, and comes by the shortcut', async ({ launch }) => {
  const running = await launch()
  await test.step('the window is a frameless bar at the upper middle of the display', () => isUpperMiddle(running))
  await test.step('the window is as high as its content', () => isAsHighAsContent(running))
  // Only the stand-in can press a global shortcut.
  if (await isStandin(running.app))
    await test.step('the shortcut shows and hides the window', () => comesByShortcut(running))
})

/** The window is a frameless bar at the upper middle of the display. */
async function isUpperMiddle({ app, window }: RunningApp): Promise<void> {
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
}

/** The window is as high as its content. */
async function isAsHighAsContent({ app, window }: RunningApp): Promise<void> {
  await expect(window.firstUse).toBeVisible()
  await expect
    .poll(async () => {
      const content = await window.page
        .locator('.shell')
        .evaluate((shell) => Math.ceil(shell.getBoundingClientRect().height))
      return content - (await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds().height))
    })
    .toBe(0)
}

/** The shortcut shows and hides the window. */
async function comesByShortcut({ app }: RunningApp): Promise<void> {
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
}

test('the window is as wide as the person drew it, also after the next start', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  await expect(window.firstUse).toBeHidden()
  const widthOf = (running: ElectronApplication) =>
    running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds().width)
  const usual = await widthOf(app)
  const grip = await window.page.getByRole('button', { name: /Size of the window/u }).boundingBox()
  if (grip === null) throw new Error('Expected a corner to draw at')
  const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2]
  await window.page.mouse.move(x, y)
  await window.page.mouse.down()
  await window.page.mouse.move(x + 50, y, { steps: 4 })
  await window.page.mouse.up()
  let drawn = 0
  // The last of the drag has come when two looks see the same.
  const isDrawn = async (): Promise<boolean> => {
    const before = drawn
    drawn = await widthOf(app)
    return drawn > usual + 40 && drawn === before
  }
  await expect.poll(isDrawn, { intervals: [500] }).toBe(true)
  await app.close()
  const again = await launch()
  await expect.poll(() => widthOf(again.app)).toBe(drawn)
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

test('the window comes when it is called again, by a second start too, with its words', async ({
  launch,
  documents,
}) => {
  const running = await launch({ folders: [documents] })
  await running.window.holds(13)
  await test.step('showing the window again selects the old query', () => selectsOldQuery(running))
  await test.step('a second start shows the window of the first', () => comesBySecondStart(running, launch))
  await test.step('words of a second start, and links of ours, are searched for in the first', () =>
    takesWords(running, launch))
  await test.step('--toggle hides the window and shows it again, and --hidden leaves it alone', () =>
    isToggled(running, launch))
})

/** Showing the window again selects the old query. */
async function selectsOldQuery({ app, window }: RunningApp): Promise<void> {
  await window.field.fill('piano')
  await app.evaluate(({ app }) => app.emit('activate'))
  await expect.poll(() => window.page.evaluate(() => String(getSelection()))).toBe('piano')
}

/** A second start shows the window of the first. */
async function comesBySecondStart({ app }: RunningApp, launch: Launch): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  expect(await isShown(app)).toBe(false)
  await expect(launch()).rejects.toThrow()
  await expect.poll(() => isShown(app)).toBe(true)
}

/** Words of a second start, and links of ours, are searched for in the first. */
async function takesWords({ app, window }: RunningApp, launch: Launch): Promise<void> {
  await expect(launch({ words: ['--search', 'boat trip in Scandinavia'] })).rejects.toThrow()
  await expect(window.field).toHaveValue('boat trip in Scandinavia')
  await expect(window.hits.filter({ hasText: 'ferry to Bergen' }).first()).toBeVisible()
  await expect(launch({ words: ['leantern://search?q=measles%20vaccine'] })).rejects.toThrow()
  await expect(window.field).toHaveValue('measles vaccine')
  await app.evaluate(({ app }) => app.emit('open-url', { preventDefault() {} }, 'leantern://search?q=bread'))
  await expect(window.field).toHaveValue('bread')
  await app.evaluate(({ app }) => app.emit('open-url', { preventDefault() {} }, 'leantern://erase?q=all'))
  await expect(window.field).toHaveValue('bread')
}

/** --toggle hides the window and shows it again, and --hidden leaves it alone. */
async function isToggled({ app }: RunningApp, launch: Launch): Promise<void> {
  await expect(launch({ words: ['--toggle'] })).rejects.toThrow()
  await expect.poll(() => isShown(app)).toBe(false)
  await expect(launch({ words: ['--hidden'] })).rejects.toThrow()
  expect(await isShown(app)).toBe(false)
  await expect(launch({ words: ['--toggle'] })).rejects.toThrow()
  await expect.poll(() => isShown(app)).toBe(true)
}

test('where the person puts the window is remembered, and a smaller display moves it back', async ({
  launch,
  documents,
  home,
}) => {
  const first = await launch({ folders: [documents] })
  test.skip(!(await isStandin(first.app)), 'only the stand-in can move the window as a hand does')
  await first.window.holds(13)
  const move = (x: number, y: number) =>
    first.app.evaluate(({ BrowserWindow }, [x, y]) => BrowserWindow.getAllWindows()[0].setPosition(x, y), [x, y])
  await move(500, 40)
  const memory = join(home, 'config/leantern/window.json')
  await expect.poll(() => (existsSync(memory) ? readFileSync(memory, 'utf8') : '')).toContain('"top":58')
  await first.app.close()

  const second = await launch()
  await expect(second.window.firstUse).toBeHidden()
  const bounds = () => second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds())
  expect(await bounds()).toMatchObject({ x: 500, y: 40 })

  await second.app.evaluate(({ BrowserWindow, screen }) => {
    const { workArea } = screen.getPrimaryDisplay()
    Object.assign(workArea, { width: 1000, height: 600 })
    BrowserWindow.getAllWindows()[0].hide()
  })
  await second.app.evaluate(({ app }) => app.emit('activate'))
  const { x, width, y } = await bounds()
  expect([x + width <= 1000, y]).toEqual([true, 40])
})

test('started with the session the window waits until it is called', async ({ launch, documents }) => {
  const first = await launch({ folders: [documents] })
  await first.window.holds(13)
  await first.app.close()
  const { app, window } = await launch({ words: ['--hidden'] })
  await window.holds(13)
  expect(await isShown(app)).toBe(false)
  await app.evaluate(({ app }) => app.emit('activate'))
  expect(await isShown(app)).toBe(true)
})

test('after a long time out of sight the page is a new one, and the window comes as ever', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(13)
  await window.search('measles vaccine')
  await expect(window.hits.first()).toBeVisible()
  const isOld = await markPage(window.page)
  await hideForLong(app)
  // Called while the page is being loaded: shown once it is there.
  await app.evaluate(({ app }) => app.emit('activate'))
  await expect.poll(() => isShown(app)).toBe(true)
  await expect.poll(isOld).toBe(false)
  await expect(window.field).toHaveValue('')
  await expect(window.field).toBeFocused()
  await window.search('boat trip in Scandinavia')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
})

test('a window that the system hid stays hidden when its page is made anew', async ({ launch, documents }) => {
  // It stays where the focus goes elsewhere: nothing but the system hides it.
  const { app, window } = await launch({ folders: [documents], env: { LEANTERN_KEEP_OPEN: '1' } })
  await window.holds(13)
  const isOld = await markPage(window.page)
  await hideForLong(app)
  await expect.poll(isOld).toBe(false)
  await window.field.waitFor()
  await window.holds(13)
  expect(await isShown(app)).toBe(false)
})

/** Tells later whether the page is still the same. */
async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(globalThis, { isOld: true }))
  return () => page.evaluate(() => Reflect.has(globalThis, 'isOld')).catch(() => true)
}

/** After so long out of sight a page is made anew; milliseconds. */
const pageRestMs = 120_000

/** Hides the window as the system does, until its page begins to be made anew: what is waited for before that is no time at all. */
function hideForLong(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }, pageRestMs) => {
    const later = globalThis.setTimeout
    const soon = (work: () => void, ms: number) => later(work, ms === pageRestMs ? 0 : ms)
    Object.assign(globalThis, { setTimeout: soon })
    const [window] = BrowserWindow.getAllWindows()
    const page = window.webContents
    const reload = page.reload.bind(page)
    return new Promise<void>((begun) => {
      page.reload = () => {
        reload()
        begun()
      }
      window.hide()
    })
  }, pageRestMs)
}

test('while a dialog is open the window stays, though it has lost the focus', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(13)
  await app.evaluate(({ dialog }) => {
    const asked = new Promise<void>((resolve) => Object.assign(globalThis, { answerDialog: resolve }))
    dialog.showOpenDialog = async () => {
      Object.assign(globalThis, { isDialogOpen: true })
      await asked
      return { canceled: true, filePaths: [] }
    }
  })
  const choosing = window.page.evaluate(() =>
    (Reflect.get(globalThis, 'leantern') as WindowApi).ask('chooseFolders', undefined),
  )
  const blur = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].blur())
  await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'isDialogOpen') === true)).toBe(true)
  await blur()
  expect(await isShown(app)).toBe(true)
  await app.evaluate(() => (globalThis as unknown as { answerDialog(): void }).answerDialog())
  await choosing
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].focus())
  await blur()
  await expect.poll(() => isShown(app)).toBe(false)
})
