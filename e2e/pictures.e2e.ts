import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from '@playwright/test'
import { writeCorpus } from '../core/bench/corpus.ts'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import type { SearchPage } from './search-page.ts'
import { isStandin, tellTray } from './tray.ts'

/* A picture of each screen, for the README: `npm run pictures` puts them into assets/pictures, every other run into .artifacts/pictures. */

const project = resolve(import.meta.dirname, '..')
const folder = join(project, process.env['LEANTERN_PICTURES'] ?? '.artifacts/pictures')

/** Where the test's own folder is called as a person's is. */
async function picture({ page }: SearchPage, name: string, home = ''): Promise<void> {
  mkdirSync(folder, { recursive: true })
  if (home !== '') await page.evaluate(renameHome, home)
  // What moves has come to rest, and what was loaded late is there.
  await page.waitForTimeout(400)
  await page.screenshot({
    path: join(folder, `${name}.png`),
    omitBackground: true,
    animations: 'disabled',
    caret: 'hide',
  })
}

/** The first question of a session opens the model; a person mostly sees the others. */
async function rouse(window: SearchPage): Promise<void> {
  for (const words of ['trip', 'trip of', 'trip of my']) await window.search(words)
}

/** Runs in the page. */
function renameHome(home: string): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    node.textContent = (node.textContent ?? '').replaceAll(home, '/home/anna')
  }
}

test('the first start', async ({ launch, home, documents }) => {
  mkdirSync(join(home, 'Documents'))
  for (const name of ['bread.md', 'sauce.md']) {
    writeFileSync(join(home, 'Documents', name), `# ${name}\n\nA page about ${name}.\n`)
  }
  const profiles = join(home, '.thunderbird')
  const inbox = join(profiles, 'x.default/Mail/Local Folders/Inbox')
  mkdirSync(join(inbox, '..'), { recursive: true })
  writeFileSync(join(profiles, 'profiles.ini'), '[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n')
  writeFileSync(
    inbox,
    'From - Mon May  6 10:00:00 2024\nFrom: Anna <anna@example.org>\nSubject: Party\n\nSee you at eight.\n\n',
  )
  const { window } = await launch()
  await expect(window.firstUse).toBeVisible()
  await expect(window.page.getByRole('region', { name: 'Mail' })).toBeVisible()
  await picture(window, 'welcome')
  await window.dragOver([documents])
  await picture(window, 'drop')
})

for (const theme of ['light', 'dark'] as const) {
  test(`searching, ${theme}`, async ({ launch, documents }) => {
    const { app, window } = await launch({ folders: [documents] })
    await setTheme(app, theme)
    await window.holds(documentCount)
    await rouse(window)
    await window.search('notice period of my job')
    await expect(window.hits.first()).toContainText('contract')
    await picture(window, `search-${theme}`)
    await window.page.keyboard.press('ArrowRight')
    await expect(window.preview.locator('[data-hit]')).toBeVisible()
    await picture(window, `preview-${theme}`)
    await window.page.keyboard.press('Escape')
    await window.page.keyboard.press('ControlOrMeta+k')
    await expect(window.page.getByRole('menu')).toBeVisible()
    await picture(window, `actions-${theme}`)
  })
}

test('the pages', async ({ launch, documents, home }) => {
  const reports = join(home, 'reports')
  await writeCorpus(reports, { files: 400, bytesPerFile: 8_000, seed: 1 })
  copyFileSync(join(project, 'LICENSE'), join(documents, 'broken.pdf'))
  const { window } = await launch({ folders: [documents, reports] })
  await window.holds(documentCount + 400)
  const names = {
    'Status and folders': 'status',
    Storage: 'storage',
    General: 'general',
    Appearance: 'appearance',
    Search: 'search-settings',
    'What is skipped': 'skipped',
    Privacy: 'privacy',
  }
  for (const [page, name] of Object.entries(names)) {
    await window.openSettings(page)
    // It comes a moment later, with a path in it.
    if (name === 'status') await expect(window.page.locator('.problem').first()).toBeVisible()
    await picture(window, name, home)
  }
})

test('right to left', async ({ launch, documents }) => {
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.openSettings('General')
  await window.page.getByLabel('Language').selectOption('ar')
  await expect(window.page.locator('html')).toHaveAttribute('dir', 'rtl')
  await picture(window, 'arabic')
})

test('at the tray', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  test.skip(!(await isStandin(app)), 'only the stand-in tells where its trays are')
  await window.holds(documentCount)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
  await tellTray(app, { kind: 'click', x: 1380, y: 0 })
  await rouse(window)
  await window.search('boat trip in Scandinavia')
  await picture(window, 'popover')
})
