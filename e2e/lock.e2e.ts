import { expect } from '@playwright/test'
import type { WindowApi } from '../electron/contract.ts'
import { seriousFindings } from './accessibility.ts'
import { test } from './app.ts'
import { documentCount } from './documents.ts'
import { isStandin } from './tray.ts'

test('a lock is set, shuts the window while nobody is there, and opens with the passphrase only', async ({
  launch,
  documents,
}) => {
  const first = await launch({ folders: [documents] })
  const { page } = first.window
  await first.window.holds(documentCount)
  await first.window.openSettings('Privacy')
  await expect(page.getByText('It encrypts nothing').first()).toBeVisible()
  await page.getByLabel('Passphrase').fill('seven lanterns')
  await page.getByRole('button', { name: 'Set a lock' }).click()
  await expect(page.getByRole('button', { name: 'Lock now' })).toBeVisible()
  await first.window.screenshot('lock-setting')

  test.skip(!(await isStandin(first.app)), 'only the stand-in can pretend that nobody is there')
  await first.app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'))
  await expect(page.getByRole('heading', { name: 'Leantern is locked' })).toBeVisible()
  expect(await page.content()).not.toContain('papers')
  expect(await seriousFindings(page)).toEqual([])
  await first.window.screenshot('locked')
  const code = await page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const reply = await api.ask('search', { query: 'garden', limit: 5 })
    return reply.ok ? 'ok' : reply.code
  })
  expect(code).toBe('locked')

  await page.getByLabel('Passphrase').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('not the passphrase')
  await page.getByLabel('Passphrase').fill('seven lanterns')
  await page.keyboard.press('Enter')
  await expect(first.window.field).toBeVisible()
  await first.window.search('boat trip in Scandinavia')
  await expect(first.window.hits.first()).toContainText('ferry to Bergen')
})
