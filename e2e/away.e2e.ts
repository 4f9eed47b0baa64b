import { execFile } from 'node:child_process'
import { renameSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { writeHubModel } from '../core/embed/testing/hub-fixture.ts'
import { seriousFindings } from './accessibility.ts'
import { setTheme, test, type RunningApp } from './app.ts'
import { documentCount } from './documents.ts'

/** Runs `leantern` on the home's library and models, as its owner would in a terminal. */
async function leantern(home: string, ...words: readonly string[]): Promise<void> {
  const program = resolve(import.meta.dirname, '../core/cli/leantern.js')
  const env = { ...process.env, LEANTERN_LIBRARY: join(home, 'library'), LEANTERN_MODELS: join(home, 'models') }
  await promisify(execFile)('node', [program, ...words], { env })
}

/** A library of the documents with another model than the one that comes with the app; `launch` with this environment has both. */
async function libraryWith(
  home: string,
  documents: string,
  ...added: readonly string[]
): Promise<Record<string, string>> {
  await leantern(home, 'index', '--path', documents, '--output', join(home, 'library'))
  await leantern(home, 'model', 'add', ...added, '--name', 'other')
  await leantern(home, 'model', 'use', 'other')
  return { LEANTERN_MODELS: join(home, 'models') }
}

/** Embeds texts by their letters, as a server on this machine; can be stopped and started again at its address. */
function embeddingServer() {
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(await text(request)) as { readonly input: readonly string[] } // all that is asked of it
    const embeddings = input.map((one) => Array.from('abcdefgh', (letter) => one.split(letter).length))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ embeddings }))
  })
  let port = 0
  return {
    async start(): Promise<string> {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
      port = (server.address() as AddressInfo).port // it listens on a port
      return `http://127.0.0.1:${port}`
    },
    async stop(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The window in each language, light and dark, with no serious finding; in English at the end. */
async function inAllLanguages({ app, window }: RunningApp, name: string, query: string): Promise<void> {
  const { page } = window
  for (const [language, theme] of [
    ['de', 'light'],
    ['ar', 'dark'],
    ['en', 'light'],
  ] as const) {
    await page.keyboard.press('ControlOrMeta+,')
    await page.locator('nav button').nth(2).click()
    await page.locator('select').first().selectOption(language)
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').first().fill(query)
    await page.locator('.chips-note').waitFor()
    await setTheme(app, theme)
    await window.screenshot(`${name}-${language}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await window.zoom(2)
  await window.screenshot(`${name}-zoom`)
  await window.zoom(1)
}

test("the library's model is gone: words answer, a sentence says so, its button leads to the models; put back, meaning answers again", async ({
  launch,
  documents,
  home,
}) => {
  const env = await libraryWith(home, documents, await writeHubModel(join(home, 'tiny')))
  renameSync(join(home, 'models'), join(home, 'models-elsewhere'))
  const running = await launch({ env })
  const { window } = running
  const { page } = window
  await expect(page.getByText("The library's model other is not here any more")).toBeVisible()
  await window.screenshot('model-gone-quiet')
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await expect(page.locator('.chips-note')).toContainText("Words alone. The library's model other is not here")
  await expect(page.getByRole('alert')).toHaveCount(0)
  await inAllLanguages(running, 'model-gone', 'cabin on the ferry to Bergen')
  await page.keyboard.press('Escape')
  await window.openSettings('Status and folders')
  await expect(page.getByText("The library's model cannot be used")).toBeVisible()
  await window.screenshot('model-gone-status')
  await page
    .getByRole('region', { name: 'Status', exact: true })
    .getByRole('button', { name: 'Choose a model…' })
    .click()
  const own = page.getByRole('listitem').filter({ hasText: 'leantern-' })
  await window.screenshot('model-gone-models')
  await expect(own.getByRole('button', { name: /^Use/ })).toBeEnabled()
  await page.keyboard.press('Escape')

  renameSync(join(home, 'models-elsewhere'), join(home, 'models'))
  // A model that was not there is not looked for with every letter.
  await expect(async () => {
    await window.search('cabin on the ferry')
    await window.search('cabin on the ferry to Bergen')
    await expect(page.locator('.chips-note')).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  await window.field.fill('')
  await expect(page.locator('.overview-trouble')).toHaveCount(0)
})

test("the server of the library's model does not answer: words do, and asking again helps once it is there", async ({
  launch,
  documents,
  home,
}) => {
  const server = embeddingServer()
  const env = await libraryWith(home, documents, await server.start(), '--ollama', 'letters')
  await server.stop()
  const running = await launch({ env })
  const { window } = running
  const { page } = window
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await expect(page.locator('.chips-note')).toContainText(/^Words alone: .* 127\.0\.0\.1:\d+ cannot be reached/)
  await inAllLanguages(running, 'server-away', 'cabin on the ferry to Bergen')
  await server.start()
  await expect(async () => {
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.locator('.chips-note')).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await server.stop()
})

test('the server that is to write answers does not answer: the files are quoted instead', async ({
  launch,
  documents,
}) => {
  const server = embeddingServer()
  const url = await server.start()
  await server.stop()
  const { window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.answerBy(url)
  await window.search('how long is the notice period of my job?')
  await page.keyboard.press('ControlOrMeta+j')
  const answer = page.getByRole('region', { name: 'Answer' })
  await expect(answer).toContainText('three months')
  await expect(answer).toContainText('nothing listens there')
  await window.screenshot('answer-away')
  await window.zoom(2)
  await window.screenshot('answer-away-zoom')
})
