import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { seriousFindings } from './accessibility.ts'
import { isShown, recordDesktop, setTheme, test, type RunningApp } from './app.ts'
import { documentCount } from './documents.ts'
import { installEditor } from './fake-desktop.ts'
import type { SearchPage } from './search-page.ts'

test('a folder is dropped, searched in other words, and found again after a restart', async ({ launch, documents }) => {
  const first = await launch()
  const { window } = first
  await expect(window.firstUse).toBeVisible()
  await window.drop([documents])
  await expect(window.firstUse).toBeHidden()
  await expect(window.page.getByText(`${documentCount} documents`).first()).toBeVisible()

  await window.search('boat trip in Scandinavia')
  await expect(window.hits.first()).toContainText('ferry to Bergen')

  await first.app.close()
  const second = await launch()
  await second.window.search('immunization by a physician')
  await expect(second.window.hits.first()).toContainText('measles')
})

test('the keys move, open, reveal, copy, clear and hide', async ({ launch, documents, home }) => {
  const { app, window } = await launch({ folders: [documents] })
  const desktop = await recordDesktop(app)
  await expect(window.page.getByText(`${documentCount} documents`).first()).toBeVisible()
  await window.search('how do I bake a loaf')
  await expect(window.selected()).toContainText('bread')

  await window.page.keyboard.press('ArrowDown')
  await expect(window.hits.nth(1)).toHaveAttribute('aria-selected', 'true')
  await window.page.keyboard.press('ArrowUp')
  await expect(window.hits.nth(0)).toHaveAttribute('aria-selected', 'true')

  const bread = join(documents, 'kitchen/bread.md')
  await window.page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(async () => (await desktop()).revealed).toEqual([bread])
  await window.page.keyboard.press('ControlOrMeta+c')
  await expect.poll(async () => (await desktop()).copied.join()).toContain('bake the loaf')

  await window.page.keyboard.press('Enter')
  await expect.poll(async () => (await desktop()).opened).toEqual([bread])
  // What was opened takes over.
  await expect.poll(() => isShown(app)).toBe(false)
  await app.evaluate(({ app }) => app.emit('activate'))
  expect(await isShown(app)).toBe(true)

  await opensAtTheLine(window, home, bread)
  await expect.poll(() => isShown(app)).toBe(false)
  await app.evaluate(({ app }) => app.emit('activate'))

  await window.page.keyboard.press('Escape')
  await expect(window.field).toHaveValue('')
  expect(await isShown(app)).toBe(true)
  await window.page.keyboard.press('Escape')
  await expect.poll(() => isShown(app)).toBe(false)
})

test('an engine that dies is started again and nothing is lost', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  await expect(window.page.getByText(`${documentCount} documents`).first()).toBeVisible()
  const killed = await app.evaluate(({ app }) => {
    const engines = app.getAppMetrics().filter(({ type, name }) => type === 'Utility' && name === 'Leantern engine')
    for (const { pid } of engines) process.kill(pid, 'SIGKILL')
    return engines.length
  })
  expect(killed).toBe(1)
  await window.search('boat trip in Scandinavia')
  // A slow answer by meaning moves no row that was there to be read.
  await expect(window.hits.filter({ hasText: 'ferry to Bergen' }).first()).toBeVisible()
})

test('from the first start to the first hit, by keys alone', async ({ launch, documents }) => {
  const { app, window } = await launch()
  const desktop = await recordDesktop(app)
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
  }, documents)
  const { keyboard } = window.page
  await expect(window.field).toBeFocused()
  for (let i = 0; i < 8 && !(await window.chooseFolder.evaluate((button) => button.matches(':focus'))); i++) {
    await keyboard.press('Tab')
  }
  await expect(window.chooseFolder).toBeFocused()
  await keyboard.press('Enter')
  await window.holds(documentCount)
  await keyboard.press('ControlOrMeta+l')
  await keyboard.type('boat trip in Scandinavia')
  await expect(window.results).toHaveAttribute('aria-busy', 'false')
  await expect(window.selected()).toContainText('ferry to Bergen')
  await keyboard.press('Enter')
  await expect.poll(async () => (await desktop()).opened).toEqual([join(documents, 'travel/norway.txt')])
})

test('what is no folder is refused with the reason; folders are chosen with the system dialog', async ({
  launch,
  documents,
}) => {
  const running = await launch()
  await test.step('something that is not a folder is refused with the reason', () =>
    refusesNoFolder(running, documents))
  await test.step('folders are chosen with the system dialog', () => choosesByDialog(running, documents))
})

/** Something that is not a folder is refused with the reason. */
async function refusesNoFolder({ window }: RunningApp, documents: string): Promise<void> {
  await window.letGo([join(documents, 'missing')])
  await expect(window.page.getByText(/missing/).first()).toBeVisible()
  await expect(window.firstUse).toBeVisible()
}

/** Folders are chosen with the system dialog. */
async function choosesByDialog({ app, window }: RunningApp, documents: string): Promise<void> {
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
  }, documents)
  await window.chooseFolder.click()
  await expect(window.page.getByText(`${documentCount} documents`).first()).toBeVisible()
}

for (const theme of ['light', 'dark'] as const) {
  test(`each state is shown in ${theme} colours`, async ({ launch, documents }) => {
    const { app, window } = await launch()
    await setTheme(app, theme)
    await expect(window.firstUse).toBeVisible()
    await window.screenshot(`first-use-${theme}`)
    await window.dragOver([documents])
    // Nothing of the panel is left at its sides, not even a scrollbar.
    const widthOf = (selector: string) =>
      window.page.locator(selector).evaluate((it) => it.getBoundingClientRect().width)
    await expect.poll(() => widthOf('.drop-zone')).toBe(await widthOf('.panel'))
    await expect(window.page.getByText('Drop to index')).toBeVisible()
    await window.screenshot(`drop-${theme}`)
    await window.drop([documents])
    await expect(window.page.getByText(`${documentCount} documents`).first()).toBeVisible()
    await window.screenshot(`library-${theme}`)
    await window.search('notice period of my job')
    await expect(window.hits.first()).toContainText('contract')
    await window.screenshot(`results-${theme}`)
    await window.field.fill('')
    await window.screenshot(`empty-${theme}`)
  })
}

test('results come newest first under headings, files changed last are there without a query, and old searches come back', async ({
  launch,
  documents,
}) => {
  const dayMs = 86_400_000
  const bread = join(documents, 'kitchen/bread.md')
  const yesterday = new Date(Date.now() - dayMs)
  const longAgo = new Date(Date.now() - 900 * dayMs)
  for (const name of readdirSync(documents, { recursive: true, encoding: 'utf8' })) {
    utimesSync(join(documents, name), longAgo, longAgo)
  }
  utimesSync(bread, yesterday, yesterday)
  const { app, window } = await launch({ folders: [documents] })
  const desktop = await recordDesktop(app)
  const { page } = window
  await window.holds(documentCount)
  const lately = page.getByRole('list', { name: 'Lately changed' })
  await expect(lately.getByRole('button').first()).toContainText('Yesterday')
  await window.screenshot('lately-light')
  await page.keyboard.press('ArrowDown')
  await expect(lately.getByRole('button').first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await desktop()).opened).toEqual([bread])
  await app.evaluate(({ app }) => app.emit('activate'))

  await window.search('notice period of my job')
  await expect(window.hits.first()).toContainText('contract')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(window.hits.first()).toContainText('bread')
  await expect(page.locator('.result-group').first()).toHaveText('Yesterday')
  await window.screenshot('by-date-light')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Newest first' }).click()
  await expect(window.hits.first()).toContainText('contract')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await desktop()).opened.length).toBe(2)
  await app.evaluate(({ app }) => app.emit('activate'))

  await window.field.fill('')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(window.field).toHaveValue('notice period of my job')
})

/** Only on Linux the program of a file is found and told the line. */
async function opensAtTheLine(window: SearchPage, home: string, bread: string): Promise<void> {
  const told = process.platform === 'linux' ? ['--line', '3', bread] : []
  const editor = installEditor(home)
  await window.page.keyboard.press('Enter')
  await expect.poll(() => editor.heard()).toEqual(told)
}
