import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import { seriousFindings } from './accessibility.ts'

test('settings go to a file and come from one; diagnostics name no document', async ({ launch, documents, home }) => {
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  const file = join(home, 'saved.json')
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: file })
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] })
  }, file)
  await window.holds(documentCount)
  await window.openSettings('Advanced')
  await page.getByRole('button', { name: 'Settings as a file: Save…' }).click()
  await expect(page.getByText(`Saved: ${file}`)).toBeVisible()
  const settings = JSON.parse(readFileSync(file, 'utf8')) as object // what was just written
  writeFileSync(file, JSON.stringify({ ...settings, density: 'compact' }))
  await page.getByRole('button', { name: 'Settings as a file: Load…' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await page.getByRole('button', { name: 'Diagnostics: Look' }).click()
  const diagnostics = page.getByRole('region', { name: 'Diagnostics' })
  await expect(diagnostics).toContainText(`"documents": ${documentCount}`)
  await expect(diagnostics).not.toContainText(home)
  await window.screenshot('diagnostics-light')
  expect(await seriousFindings(page)).toEqual([])
})

test('a file that holds no settings is refused, and nothing is changed', async ({ launch, documents, home }) => {
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  const file = join(home, 'letter.json')
  writeFileSync(file, '{"theme": "pink", "density": "compact"}')
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] })
  }, file)
  await window.openSettings('Advanced')
  await page.getByRole('button', { name: 'Settings as a file: Load…' }).click()
  await expect(page.getByRole('alert')).toContainText('"pink" is no value that the setting theme can have')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable')
  writeFileSync(file, 'Dear Anna,')
  await page.getByRole('button', { name: 'Settings as a file: Load…' }).click()
  await expect(page.getByRole('alert')).toContainText('saved from Leantern')
})

test("what cannot be set is refused in the person's language", async ({ launch, documents, home }) => {
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  const chosen = join(home, 'letter.json')
  writeFileSync(chosen, '{"to": "Anna"}')
  const choose = (path: string) =>
    app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    }, path)
  const alert = page.getByRole('alert')
  await window.openSettings('Appearance')
  await page.getByLabel('Density').selectOption('compact')
  await window.openSettings('General')
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('button', { name: 'Erweitert', exact: true }).click()
  await choose(chosen)
  await page.getByRole('button', { name: 'Einstellungen als Datei: Laden …' }).click()
  await expect(alert).toContainText('Erwartet wurde eine Datei mit Einstellungen')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await page.getByRole('button', { name: 'Modell', exact: true }).click()
  await choose(documents)
  await page.getByRole('button', { name: 'Aus einem Ordner …' }).click()
  await expect(alert).toContainText('model.onnx')
  await expect(alert).toContainText('Im Modellordner')
  await window.screenshot('no-model-de')
  await page.getByRole('button', { name: 'Was übergangen wird', exact: true }).click()
  await page.getByRole('textbox', { name: 'Auszuschließender Pfad' }).fill('/nowhere/at/all')
  await page.getByRole('button', { name: 'Zählen' }).click()
  await expect(page.getByText('Unter /nowhere/at/all ist nichts.')).toBeVisible()
  await window.screenshot('no-folder-de')
})

test('the app starts with the session, hidden, once that is wanted, and no longer', async ({ launch, home }) => {
  test.skip(process.platform !== 'linux', 'only Linux keeps that in a file')
  const { window } = await launch()
  const file = join(home, 'config/autostart/leantern.desktop')
  await window.openSettings('General')
  const wish = window.page.getByRole('switch', { name: 'Start with the system' })
  await expect(wish).not.toBeChecked()
  expect(existsSync(file)).toBe(false)
  await wish.click()
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toMatch(/^Exec=.*"--hidden"$/m)
  await wish.click()
  await expect.poll(() => existsSync(file)).toBe(false)
})

test('an exclusion is counted before it is made, and a rule is switched off', async ({ launch, documents }) => {
  writeFileSync(join(documents, 'notes.log'), 'The log of the harbour: tides and moorings.')
  const { window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.openSettings('What is skipped')
  await page.getByRole('textbox', { name: 'Path to exclude' }).fill(join(documents, 'travel'))
  await page.getByRole('button', { name: 'Count' }).click()
  await expect(page.getByText('3 documents will leave the index.')).toBeVisible()
  await page.getByRole('button', { name: 'Exclude', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Excluded' })).toContainText('travel')
  await page.getByText(/^Kinds of files/).click()
  await page.getByRole('switch', { name: /^\*\.log/ }).click()
  await page.keyboard.press('Escape')
  await window.holds(documentCount - 3 + 1)
})

test('what was right is told, and forgotten again; a document is forgotten for good', async ({ launch, documents }) => {
  const { window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.search('sourdough bread')
  await page.keyboard.press('ControlOrMeta+k')
  await window.action('This was it').click()
  await expect(window.status).toContainText('Noted')
  await page.keyboard.press('ControlOrMeta+k')
  await window.action('Not this one after all').click()
  await expect(window.status).toContainText('Taken back')
  await page.keyboard.press('ControlOrMeta+k')
  await window.action('This was it').click()
  await expect(window.status).toContainText('Noted')
  await window.openSettings('Search')
  await expect(page.getByText('“This was it”: 1')).toBeVisible()
  await page.getByRole('button', { name: 'What the order has learned' }).click()
  await expect(page.getByText('“This was it”: 0')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+k')
  await window.action('Forget this document for good').click()
  await expect(window.status).toContainText('Forgotten: 1 document')
  await expect(window.hits.first()).not.toContainText('Sourdough')
})

test('indexing is paused and goes on; text in pictures is looked for once it is wanted', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.openSettings('Indexing and power')
  await page.getByRole('button', { name: 'For an hour' }).click()
  await expect(page.getByText(/^Paused until /)).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('button', { name: 'For an hour' })).toBeVisible()
  await page.getByRole('switch', { name: 'Look for text in pictures' }).click()
  await expect(page.getByLabel('Languages of the pictures')).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`page-indexing-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
})

test('what can run the model is tried on this machine, and the choice is kept', async ({ launch, documents }) => {
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.openSettings('Advanced')
  const { page } = window
  await page.getByRole('button', { name: 'What runs the model: Look' }).click()
  const list = page.getByRole('list', { name: 'What runs the model' })
  await expect(list.getByRole('listitem').filter({ hasText: 'Processor' })).toContainText('passages a second')
  await page.getByRole('combobox', { name: 'Run the model with' }).selectOption('cpu')
  await expect(list.getByRole('listitem').filter({ hasText: 'Processor' })).toContainText('in use')
  await list.scrollIntoViewIfNeeded()
  await window.screenshot('providers-light')
  // The library was opened anew: it is searched as before.
  await page.keyboard.press('Escape')
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
})
