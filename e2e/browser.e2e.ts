import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, expect, type Browser, type Page } from '@playwright/test'
import { startBrowserHost, type BrowserHost } from '../electron/browser.ts'
import { test as base } from './app.ts'
import { documentCount } from './documents.ts'
import { installEditor, openedBySystem, writeDesktop } from './fake-desktop.ts'
import { searchPage } from './search-page.ts'
import { chromiumPath } from './system-packages.ts'

const commandLine = [resolve(import.meta.dirname, '../core/cli/leantern.js'), 'serve', '--json']

function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), chromiumSandbox: process.getuid?.() !== 0 })
}

/** The app without Electron: a host in this process and an ordinary browser on its address. */
const test = base.extend<{ host: BrowserHost; page: Page }>({
  host: async ({ home }, use) => {
    const host = await startBrowserHost({
      built: resolve(import.meta.dirname, '../out'),
      places: {
        library: join(home, 'library'),
        log: join(home, 'engine.log'),
        settings: join(home, 'settings.json'),
        searches: join(home, 'searches.json'),
        network: join(home, 'network.json'),
        window: join(home, 'window.json'),
        lock: join(home, 'lock.json'),
      },
      report: () => {},
    })
    await use(host)
    await host.close()
  },
  page: async ({ host }, use) => {
    const browser = await openBrowser()
    const page = await browser.newPage({ viewport: { width: 840, height: 700 } })
    await page.goto(host.url)
    await use(page)
    await browser.close()
  },
})

test('without Electron the same window works in a browser', async ({ host, page, documents }) => {
  const window = searchPage(page)
  await expect(window.firstUse).toBeVisible()
  expect(new URL(page.url()).hash).toBe('') // the token is out of sight, and of the history

  await host.addFolders([documents])
  await expect(page.getByText(`${documentCount} documents`).first()).toBeVisible()
  await window.search('boat trip in Scandinavia')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await window.screenshot('browser')

  await page.reload()
  await window.search('immunization by a physician')
  await expect(window.hits.first()).toContainText('measles')
})

test('the page that the command serve prints searches, reads, previews and opens', async ({ home, documents }) => {
  const words = [...commandLine, '--index', join(home, 'library')]
  const env = {
    ...process.env,
    LEANTERN_DATA: home,
    HOME: home,
    PATH: `${writeDesktop(home)}${delimiter}${process.env['PATH']}`,
    XDG_STATE_HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
  }
  spawnSync(process.execPath, [commandLine[0], 'index', documents, '--index', join(home, 'library')], { env })
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const service = JSON.parse(line) as { url: string; token: string; window: string }
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 840, height: 700 } })
    await page.goto(service.window)
    const window = searchPage(page)
    await window.holds(documentCount)
    await window.search('boat trip in Scandinavia')
    await expect(window.hits.first()).toContainText('ferry to Bergen')
    await page.keyboard.press('ArrowRight')
    await expect(window.preview).toContainText('hike along the fjords')
    await window.screenshot('served')
    if (process.platform === 'linux') await opensFiles(page, home, join(documents, 'travel/norway.txt'))
    const answer = await fetch(`${service.url}/api/search?query=ferry&limit=1`, {
      headers: { authorization: `Bearer ${service.token}` },
    })
    expect(await answer.json()).toMatchObject({ results: [{ path: join(documents, 'travel/norway.txt') }] })
  } finally {
    await browser.close()
    child.kill('SIGINT')
  }
  expect((await ended)[0]).toBe(0)
})

test('in a browser the folder to add is typed', async ({ page, documents }) => {
  const window = searchPage(page)
  page.once('dialog', (dialog) => void dialog.accept(documents))
  await window.chooseFolder.click()
  await expect(page.getByText(`${documentCount} documents`).first()).toBeVisible()
})

test('a folder dropped on a browser is refused with the way out', async ({ page, documents }) => {
  const window = searchPage(page)
  await expect(window.firstUse).toBeVisible()
  await window.letGo([documents])
  await expect(page.getByText(/npm start -- FOLDER/).first()).toBeVisible()
})

test('a host that has ended is said', async ({ host, page }) => {
  const window = searchPage(page)
  await expect(window.firstUse).toBeVisible()
  await host.close()
  await window.chooseFolder.click({ trial: true })
  page.once('dialog', (dialog) => void dialog.accept('/somewhere'))
  await window.chooseFolder.click()
  await expect(page.getByText(/not running any more/).first()).toBeVisible()
})

/** The selected document: with what the system has for it, and at its line where that is an editor that can be told one. */
async function opensFiles(page: Page, home: string, path: string): Promise<void> {
  await page.keyboard.press('Enter')
  await expect.poll(() => openedBySystem(home)).toEqual([path])
  const editor = installEditor(home)
  await page.keyboard.press('Enter')
  await expect.poll(() => editor.heard()).toEqual(['--line', '1', path])
}
