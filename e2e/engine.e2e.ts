import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { documentCount } from './documents.ts'

function enginePids(app: ElectronApplication): Promise<number[]> {
  return app.evaluate(({ app }) => {
    const engines = app.getAppMetrics().filter(({ type, name }) => type === 'Utility' && name === 'Leantern engine')
    return engines.map(({ pid }) => pid)
  })
}

/** Ends the engine's process as a crash would; how many there were. */
async function killEngine(app: ElectronApplication): Promise<number> {
  const pids = await enginePids(app)
  await app.evaluate((_electron, pids) => pids.forEach((pid) => process.kill(pid, 'SIGKILL')), pids)
  return pids.length
}

test('a crash in the middle of a search costs a moment: it is answered all the same, and the window says so', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  // Words and meaning agree on these: a slow answer by meaning moves no row that was there to be read.
  const asked = ['cabin on the ferry to Bergen', 'measles vaccinations by the doctor', 'bake sourdough bread'] as const
  const found = ['ferry to Bergen', 'measles', 'Sourdough']
  for (const [i, words] of asked.entries()) {
    await window.field.fill(words)
    expect(await killEngine(app)).toBe(1)
    await expect(window.hits.first()).toContainText(found[i])
    await expect(window.results).toHaveAttribute('aria-busy', 'false')
    await expect(window.hits.first()).toContainText(found[i])
  }
  const notice = window.page.getByText('The search engine stopped and was started again').first()
  await expect(notice).toBeVisible()
  // In the foot's place, not over half of its words.
  const boxes = await Promise.all([notice, window.page.locator('.foot')].map((one) => one.boundingBox()))
  const [over, foot] = boxes.map((box) => box && { left: box.x, top: box.y, width: box.width })
  expect(over).toEqual(foot)
  await window.screenshot('engine-stopped')
})

test('an engine that keeps crashing is given up with a message, and is back with the next question', async ({
  launch,
  documents,
}) => {
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  const dead = new Set<number>()
  while (dead.size < 4) {
    const pids = (await enginePids(app)).filter((pid) => !dead.has(pid))
    await app.evaluate((_electron, pids) => pids.forEach((pid) => process.kill(pid, 'SIGKILL')), pids)
    pids.forEach((pid) => dead.add(pid))
  }
  await expect(window.page.getByText('The search engine keeps stopping').first()).toBeVisible()
  await window.search('cabin on the ferry to Bergen')
  await expect(window.hits.first()).toContainText('ferry to Bergen')
})

test('a crash while indexing loses nothing: all is there in the end, once', async ({ launch, documents }) => {
  const { app, window } = await launch()
  await window.drop([documents])
  await expect.poll(() => killEngine(app)).toBe(1)
  await window.holds(documentCount)
  await window.search('boat trip in Scandinavia')
  await expect(window.hits.filter({ hasText: 'ferry to Bergen' })).toHaveCount(1)
})

test('beside a program that is changing the library the window searches; once that is done, it takes changes up again', async ({
  launch,
  documents,
  home,
}) => {
  const library = join(home, 'library')
  const core = resolve(import.meta.dirname, '../core')
  execFileSync('node', [join(core, 'cli/leantern.js'), 'index', '--path', documents, '--output', library])
  const holding = `(await import(${JSON.stringify(join(core, 'catalogue/writer-lock.ts'))})).lockForWriting(${JSON.stringify(library)})
    console.log('held')
    setInterval(() => {}, 1000)`
  const holder = spawn('node', ['--input-type=module', '-e', holding], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(holder.stdout, 'data')
    const { window } = await launch()
    await window.search('cabin on the ferry to Bergen')
    await expect(window.hits.first()).toContainText('ferry to Bergen')
    holder.kill()
    await once(holder, 'exit')
    writeFileSync(join(documents, 'late.txt'), 'The heat pump on the roof was repaired by an electrician.')
    await window.holds(documentCount + 1)
  } finally {
    holder.kill('SIGKILL')
  }
})
