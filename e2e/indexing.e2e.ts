import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import { isStandin, setOnBattery } from './tray.ts'

const words = 'river stone market winter bridge paper garden signal copper window harbour lesson'.split(' ')

/** Enough text that the indexer is seen at work: `count` files of about 40 KB. */
function writeManyDocuments(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true })
  for (let file = 0; file < count; file++) {
    const lines = Array.from({ length: 400 }, (_, line) => {
      const pick = (step: number) => words[(file * 7 + line * step) % words.length]
      return `In part ${line} the ${pick(1)} stands by the ${pick(3)}, and nobody has seen the ${pick(5)} of ${pick(7)}.`
    })
    writeFileSync(join(folder, `${file}.txt`), lines.join('\n\n'))
  }
}

for (const theme of ['light', 'dark'] as const) {
  test(`progress is shown in ${theme} colours, and indexing can be stopped`, async ({ launch, home }) => {
    const folder = join(home, 'many')
    writeManyDocuments(folder, 1_500)
    const { app, window } = await launch()
    await setTheme(app, theme)
    await expect(window.firstUse).toBeVisible()
    await window.drop([folder])
    await expect(window.progress).toHaveAttribute('aria-valuenow')
    await window.screenshot(`indexing-${theme}`)
    await window.page.getByRole('button', { name: 'Stop' }).click()
    await expect(window.progress).toBeHidden()
  })
}

test('while more is indexed the window searches; on battery it says that it goes slower', async ({
  launch,
  home,
  documents,
}) => {
  const folder = join(home, 'many')
  writeManyDocuments(folder, 1_500)
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.drop([folder])
  await expect(window.progress).toHaveAttribute('aria-valuenow')
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await expect(window.progress).toBeVisible()
  if (await isStandin(app)) {
    await setOnBattery(app)
    await window.openSettings('Status and folders')
    await expect(window.page.getByRole('region', { name: 'Status', exact: true })).toContainText(
      'slower while on battery',
    )
    await window.screenshot('battery-light')
  }
  await window.page.getByRole('button', { name: 'Stop' }).click()
  await expect(window.progress).toBeHidden()
})

test('a folder that is gone, as on a disk that was unplugged, is named, and what was in it stays', async ({
  launch,
  documents,
}) => {
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.openSettings('Status and folders')
  const card = window.page.getByRole('region', { name: 'Status', exact: true })
  // What a run shows before its end is not in the library yet.
  await expect(card).toContainText('Everything is up to date')
  renameSync(documents, `${documents}-away`)
  await window.page.getByRole('button', { name: 'Look again' }).click()
  await expect(card).toContainText('papers')
  await window.screenshot('disk-gone-light')
  await expect(window.page.getByRole('cell', { name: String(documentCount), exact: true })).toBeVisible()
  await window.page.keyboard.press('Escape')
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('Disk not connected')
  await window.screenshot('disk-gone-results-light')
  renameSync(`${documents}-away`, documents)
  // The same question, with no key pressed: the disk that is back shows by itself, once it is looked for (every 30 seconds).
  await expect(window.hits.first()).not.toContainText('Disk not connected', { timeout: 180_000 })
  await expect(window.hits.first()).toContainText('ferry to Bergen')
  await window.openSettings('Status and folders')
  await expect(card).toContainText('Everything is up to date')
})

test('at the end of a long list more rows come', async ({ launch, home }) => {
  const folder = join(home, 'letters')
  mkdirSync(folder)
  for (let i = 0; i < 70; i++) writeFileSync(join(folder, `${i}.txt`), `Letter ${i} from the harbour of town ${i}.`)
  const { window } = await launch({ folders: [folder] })
  await window.holds(70)
  await window.search('letter from the harbour')
  const all = async () => Number(await window.hits.first().getAttribute('aria-setsize'))
  expect(await all()).toBe(30)
  await window.results.hover()
  await expect
    .poll(async () => {
      await window.page.mouse.wheel(0, 3_000)
      return Number(await window.hits.last().getAttribute('aria-setsize'))
    })
    .toBeGreaterThan(30)
})
