import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { setTheme, test } from './app.ts'

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
