import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './app.ts'
import { documentCount } from './documents.ts'

test('a file written after indexing is found without doing anything, and gone when it is deleted', async ({
  launch,
  documents,
}) => {
  const { window } = await launch({ folders: [documents] })
  const says = (count: number) => expect(window.page.getByText(`${count} documents`).first()).toBeVisible()
  await says(documentCount)
  const dentist = join(documents, 'health/dentist.txt')
  writeFileSync(dentist, 'The dentist replaced a filling in an upper molar; the next check is in June.\n')
  await says(documentCount + 1)
  await window.search('a dentist and my molar')
  await expect(window.hits.first()).toContainText('upper molar')

  writeFileSync(`${dentist}.new`, 'The orthodontist fitted braces for the lower teeth.\n')
  renameSync(`${dentist}.new`, dentist)
  await expect(async () => {
    await window.field.fill('')
    await window.search('an orthodontist and braces')
    await expect(window.hits.first()).toContainText('braces', { timeout: 1_000 })
  }).toPass()

  rmSync(dentist)
  await window.field.fill('')
  await says(documentCount)
})

test('what is written while results are shown comes below the selected row, without a key pressed', async ({
  launch,
  documents,
}) => {
  const { window } = await launch({ folders: [documents] })
  await window.holds(documentCount)
  await window.search('sourdough starter and loaf')
  await expect(window.hits.first()).toContainText('Sourdough bread')
  const place = await window.hits.first().boundingBox()
  writeFileSync(
    join(documents, 'kitchen/rye.md'),
    '# Rye\n\nThe sourdough starter and the loaf: sourdough starter, loaf.\n',
  )
  await expect(window.hits.nth(1)).toContainText('Rye')
  await expect(window.hits.first()).toContainText('Sourdough bread')
  expect(await window.hits.first().boundingBox()).toEqual(place)
  await expect(window.hits.first()).toHaveAttribute('aria-selected', 'true')

  rmSync(join(documents, 'kitchen/rye.md'))
  await expect(window.hits.filter({ hasText: 'Rye' })).toHaveCount(0, { timeout: 60_000 })
})
