import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { png } from '../core/text/png.ts'
import { seriousFindings } from './accessibility.ts'
import { isShown, recordDesktop, setTheme, test, type RunningApp } from './app.ts'
import { documentCount } from './documents.ts'
import { clickInPopup, isStandin, popupLabels } from './tray.ts'

test('a document is unfolded, asked for in parts, dragged out, called by a link, and previewed', async ({
  launch,
  documents,
}) => {
  const running = await launch({ folders: [documents] })
  await running.window.holds(documentCount)
  await test.step('a document unfolds its passages', () => unfolds(running))
  await test.step('parts of the query are chips, and taking one out searches anew', () => hasChips(running))
  // On Electron a drag ends outside the app.
  if (await isStandin(running.app))
    await test.step('a document is dragged out as its file', () => isDraggedOut(running, documents))
  await test.step('a link and the command line bring words to search for', () => isCalledByLink(running))
  await test.step('the preview opens at the passage, by keys alone, and Esc closes it', () => isPreviewed(running))
})

/** A document unfolds its passages. */
async function unfolds({ window }: RunningApp): Promise<void> {
  await window.search('the diary of a long journey')
  await expect(window.hits.first()).toContainText('diary')
  // Of a long list only what is seen is in the page.
  const further = window.page.locator('.result-row.is-passage')
  await expect(further).toHaveCount(0)
  await window.page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => further.count()).toBeGreaterThan(1)
  await window.screenshot('unfolded-light')
  await window.page.keyboard.press('Alt+ArrowUp')
  await expect(further).toHaveCount(0)
}

/** Parts of the query are chips, and taking one out searches anew. */
async function hasChips({ window }: RunningApp): Promise<void> {
  await window.search('bread type:md -curry')
  await expect(window.chips).toHaveCount(2)
  await window.screenshot('chips-light')
  await window.chips.first().click()
  await expect(window.field).toHaveValue('bread -curry')
  await expect(window.chips).toHaveCount(1)
}

/** A document is dragged out as its file. */
async function isDraggedOut({ app, window }: RunningApp, documents: string): Promise<void> {
  await window.search('sourdough bread')
  await expect(window.hits.first()).toContainText('Sourdough')
  await window.hits.first().dispatchEvent('dragstart')
  const dragged = () =>
    app.evaluate(({ BrowserWindow }) => {
      // The stand-in notes what was dragged.
      const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as { dragged: string[] }
      return contents.dragged
    })
  await expect.poll(dragged).toEqual([join(documents, 'kitchen/bread.md')])
}

/** A link and the command line bring words to search for. */
async function isCalledByLink({ app, window }: RunningApp): Promise<void> {
  await app.evaluate(({ app }) => app.emit('open-url', { preventDefault() {} }, 'leantern://search?q=measles'))
  await expect(window.field).toHaveValue('measles')
  await expect(window.hits.first()).toContainText('measles')
}

/** The preview opens at the passage, by keys alone, and Esc closes it. */
async function isPreviewed({ app, window }: RunningApp): Promise<void> {
  await window.search('how do I sort numbers')
  await expect(window.hits.first()).toContainText('sort')
  await window.page.keyboard.press('ArrowRight')
  await expect(window.preview).toContainText('mergeSort')
  await expect(window.preview.locator('.code-keyword').first()).toBeVisible()
  await expect(window.preview.locator('[data-hit]')).toBeVisible()
  await window.page.keyboard.press('ControlOrMeta+g')
  await expect(window.preview.locator('mark[data-current]')).toHaveCount(1)
  await window.page.keyboard.press('ArrowDown')
  await expect(window.preview).not.toContainText('mergeSort')
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`preview-${theme}`)
  }
  await window.page.keyboard.press('Escape')
  await expect(window.preview).toBeHidden()
  await expect(window.field).toHaveValue('how do I sort numbers')
}

test('actions: the menu copies the path, finds the like, and excludes a document for good', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch({ folders: [documents] })
  const desktop = await recordDesktop(app)
  await window.holds(documentCount)
  await window.search('sourdough bread')
  await expect(window.selected()).toContainText('bread')
  await window.page.keyboard.press('ControlOrMeta+k')
  await expect(window.page.getByRole('menuitem', { name: 'Open', exact: true })).toBeFocused()
  await window.screenshot('actions-light')
  await window.action('Copy path').click()
  await expect.poll(async () => (await desktop()).copied).toEqual([join(documents, 'kitchen/bread.md')])

  await window.page.keyboard.press('ControlOrMeta+k')
  await window.action('More like this').click()
  await expect(window.chips).toHaveText(/Like “Sourdough bread”/)
  await expect(window.hits.first()).toContainText('bread')
  await window.page.keyboard.press('Escape')

  await window.search('sourdough bread')
  await window.page.keyboard.press('ControlOrMeta+k')
  await window.action('Exclude this document').click()
  await expect(window.status).toContainText('1 document forgotten')
  await expect(window.hits.first()).not.toContainText('Sourdough')
  await window.openSettings('What is skipped')
  await expect(window.page.getByText('kitchen/bread.md')).toBeVisible()
  await window.page.getByRole('button', { name: /Take back/ }).click()
  await expect(window.page.getByText('Nothing is excluded.')).toBeVisible()
  await window.page.keyboard.press('Escape')
  await window.page.keyboard.press('Escape')
  await window.holds(documentCount)
})

test('a document is opened with a program that the person chooses', async ({ launch, documents, home }) => {
  const noted = join(home, 'opened.txt')
  const folder = join(home, 'data/applications')
  mkdirSync(folder, { recursive: true })
  const program = join(home, 'words.sh')
  writeFileSync(program, `#!/bin/sh\nprintf %s "$1" > '${noted}'\n`, { mode: 0o755 })
  const lines = ['Type=Application', 'Name=Words & more', `Exec=${program} %f`, 'MimeType=text/plain;']
  writeFileSync(join(folder, 'words.desktop'), ['[Desktop Entry]', ...lines, ''].join('\n'))
  const { app, window } = await launch({ folders: [documents], env: { XDG_DATA_DIRS: join(home, 'none') } })
  test.skip(!(await isStandin(app)), "only the stand-in's menus can be clicked")
  await window.holds(documentCount)
  await window.search('notice period of my job')
  await window.page.keyboard.press('ControlOrMeta+Shift+O')
  await expect.poll(() => popupLabels(app)).toEqual(['Words && more', 'Another program…'])
  await clickInPopup(app, 'Words && more')
  await expect
    .poll(() => (existsSync(noted) ? readFileSync(noted, 'utf8') : ''))
    .toBe(join(documents, 'work/contract.txt'))
  await expect.poll(() => isShown(app)).toBe(false)
})

test('a picture that has no text is found by its name and shown with its measures; what cannot be shown says so', async ({
  launch,
  documents,
}) => {
  const size = { width: 320, height: 200 }
  const dusk = Uint8Array.from(
    { length: size.width * size.height * 3 },
    (_, i) => [230, 120, 70][i % 3] - ((i / 1_500) % 60),
  )
  writeFileSync(join(documents, 'evening-harbour.png'), png(dusk, size))
  // A drawing may hold a script and ask for what is elsewhere: as an image neither happens.
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><script>document.title="run"</script>' +
    '<image href="http://192.0.2.1/x.png" width="64" height="48"/><rect width="64" height="48" fill="teal"/></svg>'
  writeFileSync(join(documents, 'lighthouse-drawing.svg'), drawing)
  writeFileSync(join(documents, 'broken-photograph.png'), 'no picture')
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount + 3)
  await window.search('evening harbour')
  await expect(window.hits.first()).toContainText('evening-harbour')
  await page.keyboard.press('ArrowRight')
  await expect(window.preview.getByRole('img', { name: 'evening-harbour' })).toBeVisible()
  await expect(window.preview).toContainText(/320 × 200 · [\d.]+ (kB|bytes)/)
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`picture-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.keyboard.press('Escape')
  await window.search('lighthouse drawing')
  await page.keyboard.press('ArrowRight')
  await expect(window.preview).toContainText('64 × 48')
  expect(await page.title()).toBe('Leantern')
  await page.keyboard.press('Escape')
  await window.search('broken photograph')
  await page.keyboard.press('ArrowRight')
  await expect(window.preview).toContainText('cannot be shown here')
})
