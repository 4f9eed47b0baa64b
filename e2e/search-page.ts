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
  readonly preview: Locator
  /** Parts of the query, each to be taken out. */
  readonly chips: Locator
  search(text: string): Promise<void>
  /** Waits until the library says that it holds so many documents. */
  holds(documents: number): Promise<void>
  /** An entry of the actions menu. */
  action(name: string): Locator
  /** Shows a page, from search or from another page. */
  openSettings(page: string): Promise<void>
  /** Chooses in the settings that an Ollama server writes answers, then goes back to the search. */
  answerBy(url: string): Promise<void>
  /** As if the person had enlarged the window's text so many times. */
  zoom(factor: number): Promise<void>
  /** The hit that is selected. */
  selected(): Locator
  /** Moves files or folders over the window, lets them go and agrees to index them. */
  drop(paths: readonly string[]): Promise<void>
  /** Lets them go, and no more. */
  letGo(paths: readonly string[]): Promise<void>
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
    status: page.locator('.foot-status'),
    progress: page.getByRole('progressbar', { name: 'Indexing' }),
    firstUse: page.getByRole('heading', { name: 'Nothing is indexed yet' }),
    chooseFolder: page.getByRole('button', { name: 'Choose a folder…' }),
    preview: page.getByRole('region', { name: 'Preview' }),
    chips: page.getByRole('list', { name: 'Parts of the query' }).getByRole('button'),
    action: (name) => page.getByRole('menuitem', { name }),
    async holds(documents) {
      const noun = documents === 1 ? 'document' : 'documents'
      await expect(page.getByText(`${documents} ${noun}`).first()).toBeVisible()
    },
    async openSettings(name) {
      const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name, exact: true })
      if (!(await link.isVisible())) await page.getByRole('button', { name: 'Settings', exact: true }).click()
      await link.click()
    },
    async answerBy(url) {
      await this.openSettings('Search')
      await page.getByRole('switch', { name: 'Offer to answer questions' }).click()
      await page.getByLabel('Who answers').selectOption('ollama')
      await page.getByLabel('Language model').fill('stand-in')
      await page.getByLabel('Address of the server').fill(url)
      await page.getByLabel('Language model').focus()
      await page.keyboard.press('Escape')
    },
    async zoom(factor) {
      await page.evaluate((factor) => {
        const { style } = document.documentElement
        style.setProperty('zoom', String(factor))
        // What the window knows of its display is in unzoomed pixels here.
        style.setProperty('--room', `${Math.round(684 / factor)}px`)
      }, factor)
    },
    async search(text) {
      await field.fill(text)
      await expect(results).toHaveAttribute('aria-busy', 'false')
    },
    selected: () => hits.and(page.locator('[aria-selected=true]')),
    async drop(paths) {
      await drag(page, paths, ['dragEnter', 'dragOver', 'drop'])
      await page.getByRole('dialog', { name: 'Search these too?' }).getByRole('button', { name: 'Index' }).click()
    },
    letGo: (paths) => drag(page, paths, ['dragEnter', 'dragOver', 'drop']),
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
