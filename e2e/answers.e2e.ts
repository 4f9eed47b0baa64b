import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { makePdf } from '../core/text/testing/pdf-fixture.ts'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'
import { seriousFindings } from './accessibility.ts'

test('an answer is offered where it is wanted, and its citation opens the passage', async ({ launch, documents }) => {
  const { app, window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.search('how long is the notice period of my job?')
  await expect(page.getByRole('button', { name: /Answer this/ })).toBeHidden()
  await window.openSettings('Search')
  await page.getByRole('switch', { name: 'Offer to answer questions' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /Answer this/ })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+j')
  const answer = page.getByRole('region', { name: 'Answer' })
  await expect(answer).toContainText('three months')
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`answer-${theme}`)
    expect(await seriousFindings(page)).toEqual([])
  }
  await answer.getByRole('button', { name: /^Source 1:/ }).click()
  await expect(window.preview.locator('[data-hit]')).toContainText('notice period')
  await window.screenshot('citation-light')
})

test('a model on this machine writes the answer, piece by piece', async ({ launch, documents }) => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const line = (content: string, done = false) => `${JSON.stringify({ message: { content }, done })}\n`
    response.write(line('Three months'))
    setTimeout(() => response.end(line(' to the end of a quarter [1].') + line('', true)), 300)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number } // it listens on a port
  const { window } = await launch({ folders: [documents] })
  const { page } = window
  await window.holds(documentCount)
  await window.answerBy(`http://127.0.0.1:${port}`)
  await window.search('notice period of my job')
  await page.getByRole('button', { name: /Answer this/ }).click()
  const answer = page.getByRole('region', { name: 'Answer' })
  await expect(answer).toContainText('Three months')
  await expect(answer).toContainText('to the end of a quarter')
  await expect(answer).toContainText('By stand-in')
  server.close()
})

test('the page of a PDF is shown at the passage, with the words marked', async ({ launch, documents }) => {
  const pages = [['A page about something else entirely.'], ['The orchard', 'Prune the quince trees in late winter.']]
  writeFileSync(join(documents, 'orchard.pdf'), makePdf({ pages, title: 'The orchard' }))
  const { app, window } = await launch({ folders: [documents] })
  await window.holds(documentCount + 1)
  await window.search('prune quince trees')
  await expect(window.hits.first()).toContainText('orchard')
  await window.page.keyboard.press('ArrowRight')
  await expect(window.preview.getByRole('img', { name: 'Page 2 of 2' })).toBeVisible()
  await expect(window.preview.locator('mark.picture-mark')).toHaveCount(3)
  await window.page.keyboard.press('ControlOrMeta+g')
  await expect(window.preview.locator('mark[data-current]')).toHaveCount(1)
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(app, theme)
    await window.screenshot(`pdf-${theme}`)
    expect(await seriousFindings(window.page)).toEqual([])
  }
  await window.preview.getByRole('button', { name: 'Page before' }).click()
  await expect(window.preview.getByRole('img', { name: 'Page 1 of 2' })).toBeVisible()
  await window.preview.getByRole('button', { name: 'As text' }).click()
  await expect(window.preview).toContainText('Prune the quince trees in late winter.')
})

test('a file that is dropped finds what is like it; a folder is counted before it is indexed', async ({
  launch,
  documents,
  home,
}) => {
  const letter = join(home, 'letter.txt')
  writeFileSync(letter, 'We took the boat to Bergen and walked along the fjord for three days.')
  const { window } = await launch()
  const { page } = window
  writeFileSync(join(documents, 'core.o'), 'not read')
  await window.letGo([documents])
  const sheet = page.getByRole('dialog', { name: 'Search these too?' })
  await expect(sheet).toContainText(`${documentCount} files`)
  await expect(sheet).toContainText('Left out: 1')
  await window.screenshot('survey-light')
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(window.firstUse).toBeVisible()
  await window.drop([documents])
  await window.holds(documentCount)
  await window.letGo([letter])
  await expect(window.chips).toHaveText(/Like “letter.txt”/)
  await expect(window.hits.first()).toContainText('Bergen')
})

test('searches are kept, nothing found offers ways out, and a path is answered with its reason', async ({
  launch,
  documents,
}) => {
  const first = await launch({ folders: [documents] })
  await first.window.holds(documentCount)
  await first.window.search('measles')
  await first.window.page.keyboard.press('ControlOrMeta+d')
  await first.window.field.fill('')
  await expect(first.window.page.getByRole('list', { name: 'Searches' })).toContainText('measles')
  await first.window.screenshot('searches-light')
  await first.app.close()

  const { window } = await launch()
  const { page } = window
  await page.getByRole('list', { name: 'Searches' }).getByRole('button', { name: 'measles', exact: true }).click()
  await expect(window.hits.first()).toContainText('measles')
  await window.field.fill('type:pdf measles')
  await expect(page.getByRole('heading', { name: /No result/ })).toBeVisible()
  await window.screenshot('no-result-light')
  await page.getByRole('button', { name: 'Search for “measles”' }).click()
  await expect(window.hits.first()).toContainText('measles')

  await window.openSettings('Status and folders')
  await page.getByRole('textbox', { name: /^Path of a file or folder/ }).fill(join(documents, 'nowhere.txt'))
  await page.keyboard.press('Enter')
  await expect(page.getByText(/There is nothing at/)).toBeVisible()
  await window.screenshot('why-light')
})
