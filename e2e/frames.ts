import type { Page } from '@playwright/test'

/**
 * Milliseconds from a change of the field's text, which asks nothing, to the frame that shows it: a keystroke's rows are seen
 * in a frame, so its time is a multiple of this.
 */
export function frames(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const rounds = 60
    const field = document.querySelector<HTMLInputElement>('[role=combobox]')!
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
    const frame = () => new Promise(requestAnimationFrame)
    const times: number[] = []
    await frame()
    for (let round = 1; round <= rounds; round++) {
      const start = performance.now()
      // Blanks alone are no question.
      setValue.call(field, ' '.repeat(round % 3))
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await frame()
      times.push(performance.now() - start)
    }
    return times
  })
}
