import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect } from '@playwright/test'
import Database from 'better-sqlite3'
import { recordDesktop, setTheme, test } from './app.ts'
import { seriousFindings } from './accessibility.ts'

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** One message in a profile of Thunderbird's, one page in a browser's history, and one text. */
function writePlaces(home: string): void {
  const profiles = join(home, '.thunderbird')
  write(join(profiles, 'profiles.ini'), '[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n')
  write(
    join(profiles, 'x.default/Mail/Local Folders/Inbox'),
    'From - Mon May  6 10:00:00 2024\nFrom: Anna Smith <anna@example.org>\nTo: me@example.org\n' +
      'Date: Mon, 6 May 2024 10:00:00 +0000\nSubject: Garden party\n\nThe lanterns hang in the pear tree already.\n\n',
  )
  const history = new Database(':memory:')
  history.exec(
    `CREATE TABLE moz_places (url TEXT, title TEXT, visit_count INTEGER, hidden INTEGER, last_visit_date INTEGER);
     INSERT INTO moz_places VALUES ('https://trees.example.org/graft?step=2', 'How to graft a quince', 2, 0, 1709287200000000)`,
  )
  write(join(home, '.mozilla/firefox/y.default/places.sqlite'), history.serialize())
  history.close()
  write(join(home, 'Documents/note.txt'), 'A note on the cellar.')
}

/** Another browser's history: the same page, two of a shop, and one of the day of the message. */
function writeOtherHistory(home: string): void {
  const history = new Database(':memory:')
  history.exec(
    `CREATE TABLE urls (url TEXT, title TEXT, visit_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
     INSERT INTO urls VALUES ('https://trees.example.org/graft?step=2', 'How to graft a quince', 4, 13350000000000000, 0),
       ('https://www.shop.example.com/pears', 'Pears by the crate', 1, 13350000000000000, 0),
       ('https://shop.example.com/plums', 'Plums by the crate', 1, 13350000000000000, 0),
       ('https://notes.example.net/apples', 'Keeping apples in winter', 1, 13359470400000000, 0)`,
  )
  write(join(home, 'config/chromium/Default/History'), history.serialize())
  history.close()
}

test('mail and history are off until they are wanted; folders alone bring neither', async ({ launch, home }) => {
  writePlaces(home)
  const { app, window } = await launch()
  const { page } = window
  await expect(window.firstUse).toBeVisible()
  const mail = page.getByRole('region', { name: 'Mail' })
  const history = page.getByRole('region', { name: 'Browser history' })
  await expect(mail).toContainText('never changed')
  await expect(history).toContainText('Nothing is loaded from the web')
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`welcome-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await window.zoom(2)
  await window.screenshot('welcome-zoom')
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0)
  await window.zoom(1)
  await expect(mail.getByRole('switch')).not.toBeChecked()
  await expect(history.getByRole('switch')).not.toBeChecked()
  await page.getByRole('checkbox', { name: /Documents/ }).check()
  await page.getByRole('button', { name: 'Search 1 folder' }).click()
  await window.holds(1)
  await window.search('pear tree quince')
  await expect(window.hits).toHaveCount(1)
  await expect(window.hits.first()).toContainText('note')
})

test('mail that is wanted is found with its sender, history with its page; both are erased with a proof', async ({
  launch,
  home,
}) => {
  writePlaces(home)
  writeOtherHistory(home)
  const { app, window } = await launch()
  const { page } = window
  const desktop = await recordDesktop(app)
  await page.getByRole('region', { name: 'Mail' }).getByRole('switch').click()
  await window.holds(1)
  await window.search('lights in the garden')
  await expect(window.hits.first()).toContainText('Anna Smith')
  await page.keyboard.press('ArrowRight')
  await expect(window.preview).toContainText('anna@example.org')
  await expect(window.preview.locator('[data-hit]')).toBeVisible()
  await window.screenshot('mail-light')
  await page.keyboard.press('Escape')
  const copy = await test.step('Enter opens the message itself, by a copy for this user alone', async () => {
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await desktop()).opened).toHaveLength(1)
    const [message] = (await desktop()).opened
    expect(basename(message)).toBe('Garden party.eml')
    expect(readFileSync(message, 'utf8')).toMatch(
      /^From: Anna Smith .*\n\nThe lanterns hang in the pear tree already\.\n$/su,
    )
    expect(statSync(message).mode & 0o777).toBe(0o400)
    await app.evaluate(({ app }) => app.emit('activate'))
    return message
  })

  await window.openSettings('Status and folders')
  const histories = page.getByRole('region', { name: 'Browser history' })
  for (const browser of [/Firefox/, /Chromium/]) await histories.getByRole('switch', { name: browser }).click()
  await page.keyboard.press('Escape')
  await window.field.fill('')
  await window.holds(6)
  await window.search('grafting a tree')
  await expect(window.hits.first()).toContainText('How to graft a quince')
  await expect(window.hits.first()).toContainText('trees.example.org › graft')
  await test.step("Enter opens a page in the system's browser", async () => {
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await desktop()).visited).toEqual(['https://trees.example.org/graft?step=2'])
    expect((await desktop()).opened).toEqual([copy])
    await app.evaluate(({ app }) => app.emit('activate'))
  })
  await test.step('what else there is of a day, and from a sender, is asked for by the menu', async () => {
    await window.search('lights in the garden')
    await expect(window.hits.first()).toContainText('Garden party')
    await page.keyboard.press('Control+k')
    await window.action('Everything of May 6, 2024').click()
    await expect(window.field).toHaveValue('on:2024-05-06')
    await expect(window.hits).toHaveCount(2)
    await expect(window.hits.first()).toContainText('Keeping apples in winter')
    await expect(window.hits.last()).toContainText('Garden party')
    await window.screenshot('same-day-light')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Control+k')
    await window.action('Everything from Anna Smith').click()
    await expect(window.field).toHaveValue('from:anna@example.org')
    await expect(window.hits).toHaveCount(1)
    await window.search('grafting a tree')
    await expect(window.hits.first()).toContainText('How to graft a quince')
  })
  await test.step('a page leaves the histories of both browsers, and a site stays out by a rule that is seen', async () => {
    await page.keyboard.press('Control+k')
    await expect(window.action('Copy address')).toBeVisible()
    await expect(window.action('Show in folder')).toHaveCount(0)
    await window.screenshot('page-menu-light')
    await window.action('Forget this page for good').click()
    await expect(window.status).toContainText('Forgotten: 2 documents')
    await window.search('grafting a quince')
    await expect(window.results).not.toContainText('graft')
    await window.search('pears by the crate')
    await expect(window.hits.first()).toContainText('shop.example.com › pears')
    await page.keyboard.press('Control+k')
    await window.action('Leave out shop.example.com and forget it').click()
    await expect(window.status).toHaveText('Left out and forgotten: 2 pages of shop.example.com')
    await window.holds(2)
    await window.openSettings('What is skipped')
    await expect(page.getByRole('textbox', { name: /left out of the history/ })).toHaveValue('shop.example.com')
    await page.keyboard.press('Escape')
  })

  await window.openSettings('Storage')
  await page.getByRole('combobox', { name: 'What to forget' }).selectOption('source')
  await page.getByRole('combobox', { name: 'A source' }).selectOption('history')
  await page.getByRole('button', { name: 'Forget…' }).click()
  await page.getByRole('button', { name: 'Yes, forget it' }).click()
  await expect(page.getByText(/^Forgotten: 1 document/)).toBeVisible()
  await expect(page.getByText(/Searches for it that found nothing: [1-9]/)).toBeVisible()
  await page.getByText(/^Forgotten: 1 document/).scrollIntoViewIfNeeded()
  await window.screenshot('forgotten-light')
  await page.keyboard.press('Escape')
  expect(existsSync(copy), 'a copy after something was forgotten').toBe(false)
  await window.search('grafting a tree')
  await expect(window.results).not.toContainText('quince')

  await test.step('what is opened again is copied again, until the app ends', async () => {
    await window.search('lights in the garden')
    await expect(window.hits.first()).toContainText('Anna Smith')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await desktop()).opened).toHaveLength(2)
    const [, again] = (await desktop()).opened
    expect(existsSync(again)).toBe(true)
    await app.close()
    expect(existsSync(dirname(dirname(again)))).toBe(false)
  })
})

test('a sender that was forgotten is taken back by typing the address again, and its mail is read again', async ({
  launch,
  home,
}) => {
  writePlaces(home)
  const { app, window } = await launch()
  const { page } = window
  await page.getByRole('region', { name: 'Mail' }).getByRole('switch').click()
  await window.holds(1)
  await window.openSettings('Storage')
  await page.getByRole('textbox', { name: 'A sender' }).fill('anna@example.org')
  await page.getByRole('button', { name: 'Forget…' }).click()
  await page.getByRole('button', { name: 'Yes, forget it' }).click()
  const region = page.getByRole('region', { name: 'What was forgotten' })
  await expect(region).toContainText('1 sender')
  const name = region.getByRole('textbox', { name: 'As it was forgotten' })
  await name.fill('nobody@example.org')
  await region.getByRole('button', { name: 'Take back' }).click()
  await expect(region.getByRole('alert')).toBeVisible()
  await name.fill('anna@example.org')
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await region.scrollIntoViewIfNeeded()
    await window.screenshot(`take-back-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await region.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText(/^Taken back/)).toBeVisible()
  await page.keyboard.press('Escape')
  await window.holds(1)
  await window.search('lights in the garden')
  await expect(window.hits.first()).toContainText('Anna Smith')
})
