import { expect, type Locator, type Page } from '@playwright/test'

/** The search window as a person meets it: by roles and names. */
export interface SearchPage {
  readonly page: Page
  readonly field: Locator
  readonly results: Locator
  readonly hits: Locator
  readonly status: Locator
  readonly progress: Locator
  readonly firstUse: Locator
  readonly chooseFolder: Locator
  search(text: string): Promise<void>
  /** The hit that is selected. */
  selected(): Locator
  /** Moves files or folders over the window and lets them go. */
  drop(paths: readonly string[]): Promise<void>
  /** Moves them over the window and no further. */
  dragOver(paths: readonly string[]): Promise<void>
  screenshot(name: string): Promise<void>
}

export function searchPage(page: Page): SearchPage {
  const field = page.getByRole('combobox', { name: 'Search your files' })
  const results = page.getByRole('listbox', { name: 'Results' })
  const hits = results.getByRole('option')
  return {
    page,
    field,
    results,
    hits,
    status: page.getByRole('status'),
    progress: page.getByRole('progressbar', { name: 'Indexing' }),
    firstUse: page.getByRole('heading', { name: 'Nothing is indexed yet' }),
    chooseFolder: page.getByRole('button', { name: 'Choose a folder…' }),
    async search(text) {
      await field.fill(text)
      await expect(results).toHaveAttribute('aria-busy', 'false')
    },
    selected: () => hits.and(page.locator('[aria-selected=true]')),
    drop: (paths) => drag(page, paths, ['dragEnter', 'dragOver', 'drop']),
    dragOver: (paths) => drag(page, paths, ['dragEnter', 'dragOver']),
    async screenshot(name) {
      // One frame more, for what has just been laid out anew after a change of size.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      await page.screenshot({ path: `.artifacts/screenshots/${name}.png` })
    },
  }
}

type DragStep = 'dragEnter' | 'dragOver' | 'drop'

/** Drags real files, as the system would: only the debugger can give a page files that have paths. */
async function drag(page: Page, paths: readonly string[], steps: readonly DragStep[]): Promise<void> {
  const debug = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of steps) await debug.send('Input.dispatchDragEvent', { type, x: 200, y: 60, data })
  await debug.detach()
}
