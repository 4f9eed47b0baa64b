import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { setTheme, test } from './app.ts'
import { documentCount } from './documents.ts'

const long = 'a-name-that-nobody-would-type-but-that-a-program-made-'.repeat(3)

/** Runs in the page: what lies beyond the panel's sides. */
function beyondPanel(): string[] {
  const panel = document.querySelector('.panel')!.getBoundingClientRect()
  return Array.from(document.querySelectorAll<HTMLElement>('.panel *'))
    .filter((element) => element.offsetParent !== null && !element.closest('.visually-hidden'))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      // What its own scroller or a clipped parent hides takes no room.
      const isClipped = element.parentElement !== null && getComputedStyle(element.parentElement).overflow !== 'visible'
      return width > 0 && !isClipped && (left < panel.left - 1 || right > panel.right + 1)
    })
    .map(({ tagName, className }) => `${tagName}.${className}`)
}

/** Runs in the page: what is not seen in full of the selected row, and of the count below, but for the snippet. */
function cutOfSelected(): string[] {
  const parts = document.querySelectorAll<HTMLElement>('[aria-selected=true] [class^=result-row-], .foot-status')
  return Array.from(parts)
    .filter(
      ({ scrollWidth, clientWidth, className }) => scrollWidth > clientWidth + 1 && !className.includes('snippet'),
    )
    .map(({ className }) => className)
}

test('long names and a narrow window: nothing lies beyond the panel, from the left and from the right', async ({
  launch,
  documents,
}) => {
  const folder = join(documents, long)
  mkdirSync(folder)
  writeFileSync(join(folder, `${long}.txt`), 'The lighthouse keeper lit the lamp and wrote the hour into his book.')
  const { app, window } = await launch({ folders: [documents, folder] })
  const { page } = window
  await window.holds(documentCount + 1)
  await window.openSettings('General')
  for (const language of ['en', 'ar'] as const) {
    await page.locator('select').first().selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').first().fill('lighthouse keeper lamp')
    await expect(page.getByRole('option').first()).toContainText('lit the lamp')
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(app, theme)
      await window.screenshot(`long-names-${language}-${theme}`)
    }
    expect(await page.evaluate(beyondPanel)).toEqual([])
    await window.zoom(2)
    await window.screenshot(`long-names-${language}-zoom`)
    expect(await page.evaluate(cutOfSelected)).toEqual([])
    expect(await page.evaluate(beyondPanel)).toEqual([])
    await window.zoom(1)
    expect(await page.evaluate(cutOfSelected)).not.toContain('result-row-why')
    await page.keyboard.press('ArrowRight')
    await expect(page.locator('.preview [data-hit]')).toBeVisible()
    await window.screenshot(`long-names-preview-${language}`)
    expect(await page.evaluate(beyondPanel)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+k')
    await window.screenshot(`long-names-actions-${language}`)
    expect(await page.evaluate(beyondPanel)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+,')
    await page.locator('nav button').first().click()
    await window.screenshot(`long-names-status-${language}`)
    expect(await page.evaluate(beyondPanel)).toEqual([])
    await page.locator('nav button').nth(2).click()
  }
})

test('every control that Tab reaches shows that it has the focus; with less motion nothing moves', async ({
  launch,
  documents,
}) => {
  const { window } = await launch({ folders: [documents] })
  const { page } = window
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await window.holds(documentCount)
  for (const name of ['Status and folders', 'General', 'Privacy', 'Model']) {
    await window.openSettings(name)
    const seen = new Set<string>()
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const { activeElement } = document
        if (activeElement === null || activeElement === document.body) return null
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(activeElement)
        const isShown = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
        return {
          isShown,
          what: `${activeElement.tagName} ${activeElement.className} ${activeElement.textContent?.slice(0, 30)}`,
        }
      })
      if (focused === null) continue
      seen.add(focused.what)
      expect(focused.isShown, focused.what).toBe(true)
    }
    expect(seen.size, name).toBeGreaterThan(5)
  }
  const moving = await page.evaluate(() =>
    Array.from(document.querySelectorAll('*'))
      .filter((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element)
        return (
          transitionDuration.split(',').some((time) => parseFloat(time) > 0) ||
          (animationName !== 'none' && parseFloat(animationDuration) > 0)
        )
      })
      .map(({ tagName, className }) => `${tagName}.${String(className)}`),
  )
  expect(moving).toEqual([])
})
