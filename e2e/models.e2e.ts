import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { bertTokenizer, hubModelFiles, writeHubModel } from '../core/embed/testing/hub-fixture.ts'
import { catalogue, type CatalogueModel } from '../core/embed/models/catalogue.ts'
import { makeTransformer } from '../core/embed/testing/transformer.ts'
import { loopback, type Loopback } from '../core/embed/testing/loopback.ts'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import { seriousFindings } from './accessibility.ts'
import type { SearchPage } from './search-page.ts'

/** A small model as a hub has it, and a hub that hands it over as a test wants. */
const vocabulary = bertTokenizer().size
const files = hubModelFiles({
  transformer: makeTransformer({ layers: 2, width: 192, heads: 4, vocabulary, positions: 128, seed: 1 }),
})
const weights = files.get('onnx/model.onnx') ?? Buffer.alloc(0)
const half = weights.length >> 1

interface Hub extends Loopback {
  /** How the next request for the weights is answered. */
  next: 'whole' | 'half and cut' | 'half and wait' | 'other bytes'
}

async function hub(): Promise<Hub> {
  const server = await loopback(({ url, headers }, response) => {
    const path = /^\/owner\/small\/resolve\/v1\/(.+)$/u.exec(url)?.[1] ?? ''
    const bytes = files.get(path)
    if (bytes === undefined) return void response.writeHead(404).end()
    const how = path === 'onnx/model.onnx' ? self.next : 'whole'
    const etag = '"v1"'
    const from = Number(/^bytes=(\d+)-$/u.exec(headers.range ?? '')?.[1] ?? 0)
    if (how === 'other bytes')
      return void response.writeHead(200, { 'content-length': bytes.length, etag }).end(Buffer.alloc(bytes.length))
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, etag })
    if (how === 'whole') return void response.end(bytes.subarray(from))
    response.write(bytes.subarray(from, half), () => {
      if (how === 'half and cut') response.socket?.end()
    })
    if (how === 'half and cut') self.next = 'whole'
  })
  const self: Hub = Object.assign(server, { next: 'whole' as const })
  return self
}

/** Starts with a list of models of which the hub has one. */
function environment(home: string, { url }: Loopback): Record<string, string> {
  const file = (path: string, name: 'model.onnx' | 'tokenizer.json') => {
    const bytes = files.get(path) ?? Buffer.alloc(0)
    return { path, name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const entry: CatalogueModel = {
    ...catalogue[0],
    name: 'small-one',
    summary: 'of this test',
    repository: 'owner/small',
    revision: 'v1',
    dimensions: 192,
    maxTokens: 64,
    vocabulary,
    files: [file('onnx/model.onnx', 'model.onnx'), file('tokenizer.json', 'tokenizer.json')],
  }
  writeFileSync(join(home, 'models.json'), JSON.stringify([entry]))
  return { LEANTERN_HUB: url, LEANTERN_CATALOGUE: join(home, 'models.json') }
}

/** What runs a new model is measured first; a busy machine takes its time. */
const patienceMs = 240_000

const line = ({ page }: SearchPage) => page.getByRole('listitem').filter({ hasText: 'small-one' })
const inUse = ({ page }: SearchPage) => page.getByRole('listitem').filter({ hasText: 'in use' })

async function agree(window: SearchPage): Promise<void> {
  await line(window).getByRole('button', { name: 'Fetch and use: small-one' }).click()
  await window.page.getByRole('dialog').getByRole('button', { name: 'Fetch and use' }).click()
}

test('a model says what it costs and is measured here; so is what is kept of embeddings', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.openSettings('Model')
  await expect(page.getByText(/^Would be fetched from /).first()).toBeVisible()
  await page.getByRole('button', { name: /^Measure / }).click()
  await expect(page.getByText(/^On this machine: [\d,]+ passages a second/)).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`page-model-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await window.openSettings('Storage')
  await page.getByRole('button', { name: 'Measure', exact: true }).click()
  await expect(page.getByText(/\d+ ms a search/)).toBeVisible()
})

test('a model is fetched once the person agreed, goes on where it was interrupted, and takes over; the old one answers until then', async ({
  launch,
  documents,
  home,
}) => {
  test.setTimeout(2 * patienceMs)
  await using server = await hub()
  const { app, window } = await launch({ folders: [documents], env: environment(home, server) })
  const { page } = window
  await window.holds(documentCount)
  await window.openSettings('Model')
  await expect(line(window)).toContainText(`Would be fetched from ${new URL(server.url).host}`)

  // Who would be asked, for how much, and what is taken for it: all before anything is sent.
  await line(window).getByRole('button', { name: 'Fetch and use: small-one' }).click()
  const sheet = page.getByRole('dialog', { name: 'Fetch small-one?' })
  await expect(sheet).toContainText(new URL(server.url).host)
  await expect(sheet).toContainText(/Size\s*\d+(\.\d)? [kM]B/)
  await expect(sheet).toContainText(createHash('sha256').update(weights).digest('hex'))
  await expect(sheet.getByRole('button', { name: 'Fetch and use' })).toBeFocused()
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`model-consent-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Model' })).toBeVisible()
  expect(server.asked).toEqual([])

  // Half of it comes and then nothing: progress is shown, searches go on with the model that is there.
  server.next = 'half and wait'
  await agree(window)
  const progress = page.getByRole('progressbar', { name: 'Changing to small-one' })
  await expect(progress).toHaveAttribute('aria-valuenow', /^[1-9]\d$/)
  await expect(page.getByText(/^\d.* of \d.* fetched$/)).toBeVisible()
  await window.screenshot('model-fetching-dark')
  await page.keyboard.press('Escape')
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await window.openSettings('Model')
  await expect(inUse(window)).toContainText('leantern')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(progress).toBeHidden()

  // The rest, cut once more on its way, is asked for from where it stopped.
  server.next = 'whole'
  const before = server.asked.length
  await agree(window)
  await page.keyboard.press('Escape')
  await window.search('the cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await window.openSettings('Model')
  await expect(inUse(window)).toContainText('small-one', { timeout: patienceMs })
  const ranges = server.asked.slice(before).map(({ headers }) => headers.range)
  expect(ranges[0]).toMatch(/^bytes=[1-9]\d*-$/)
  await window.screenshot('model-changed-dark')
  await page.keyboard.press('Escape')
  await window.search('"cabin"')
  await expect(window.hits.first()).toContainText('ferry to Bergen')

  // Back again: the one that came with the app is here, nothing is fetched and nothing asked.
  await window.openSettings('Model')
  await page.getByRole('button', { name: /^Use: leantern/ }).click()
  await expect(inUse(window)).toContainText('leantern', { timeout: patienceMs })
  await page.keyboard.press('Escape')
  await window.search('a boat trip in Scandinavia')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
})

test('a connection that breaks is taken up by itself; other bytes than the model are refused', async ({
  launch,
  documents,
  home,
}) => {
  test.setTimeout(2 * patienceMs)
  await using server = await hub()
  const { window } = await launch({ folders: [documents], env: environment(home, server) })
  const { page } = window
  await window.holds(documentCount)
  await window.openSettings('Model')
  server.next = 'other bytes'
  await agree(window)
  await expect(page.getByRole('alert')).toContainText(/checksum/)
  await window.screenshot('model-refused-light')
  expect(await seriousFindings(page)).toEqual([])
  await expect(inUse(window)).toContainText('leantern')

  server.next = 'half and cut'
  const before = server.asked.length
  await agree(window)
  await expect(inUse(window)).toContainText('small-one', { timeout: patienceMs })
  const weightRanges = server.asked
    .slice(before)
    .filter(({ url }) => url.endsWith('.onnx'))
    .map(({ headers }) => headers.range)
  expect(weightRanges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)])
})

test('a model of a folder is added without a network', async ({ launch, documents, home }) => {
  test.setTimeout(2 * patienceMs)
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  const folder = await writeHubModel(join(home, 'tiny'))
  await app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
  }, folder)
  await window.holds(documentCount)
  await window.openSettings('Model')
  await page.getByRole('button', { name: 'Add from a folder…' }).click()
  await page.getByRole('button', { name: 'Use: tiny' }).click()
  await expect(inUse(window)).toContainText('tiny', { timeout: patienceMs })
})
