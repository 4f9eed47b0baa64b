import type { Page } from '@playwright/test'
import type { WindowApi } from '../electron/contract.ts'

/**
 * Milliseconds from a change of the field's text, which asks nothing, to the frame that shows it: a keystroke's rows are seen
 * in a frame, so its time is a multiple of this. `after`: to the frame behind an empty answer of the engine, the least that a key takes.
 */
export function frames(page: Page, after: 'key' | 'answer'): Promise<number[]> {
  return page.evaluate(async (after) => {
    const rounds = 60
    const field = document.querySelector<HTMLInputElement>('[role=combobox]')!
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const frame = () => new Promise(requestAnimationFrame)
    const times: number[] = []
    await frame()
    for (let round = 1; round <= rounds; round++) {
      await new Promise((resolve) => setTimeout(resolve))
      const start = performance.now()
      // Blanks alone are no question.
      setValue.call(field, ' '.repeat(round % 3))
      field.dispatchEvent(new Event('input', { bubbles: true }))
      // Nothing waits for an answer in sentences: there is none to be stopped.
      if (after === 'answer') await api.ask('stopAnswer', undefined)
      await frame()
      times.push(performance.now() - start)
    }
    return times
  }, after)
}
