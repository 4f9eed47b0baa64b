import type { Page } from '@playwright/test'

/** From a key to the frame in which its rows are painted; milliseconds. */
export interface Keystroke {
  readonly wordsMs: number
  readonly meaningMs: number
}

export interface Keystrokes {
  readonly strokes: readonly Keystroke[]
  /** Tasks of the page over 50 ms. */
  readonly longTasks: number
}

/** Types the beginning of each query letter by letter, the last `strokes` of them measured, and waits for each answer. */
export function keystrokes(page: Page, queries: readonly string[], strokes: number): Promise<Keystrokes> {
  return page.evaluate(
    async ({ queries, strokes }) => {
      const patienceMs = 120_000
      let longTasks = 0
      const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length))
      observer.observe({ type: 'longtask' })
      const field = document.querySelector<HTMLInputElement>('[role=combobox]')!
      const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
      const frame = () => new Promise(requestAnimationFrame)
      function type(text: string): void {
        // React reads a value that it did not set itself only through the element's own setter.
        setValue.call(field, text)
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }
      const isBusy = () =>
        document.querySelector('[role=listbox][aria-busy=true]') !== null ||
        document.querySelector('.is-searching') !== null
      async function measure(text: string) {
        let wasBusy = false
        // An answer may come and be painted between two frames.
        const watcher = new MutationObserver(() => (wasBusy ||= isBusy()))
        watcher.observe(document.body, { subtree: true, attributes: true, childList: true })
        try {
          const start = performance.now()
          let wordsMs = 0
          type(text)
          while (performance.now() - start < patienceMs) {
            await frame()
            const list = document.querySelector('[role=listbox]')
            const isCurrent = list !== null && !list.classList.contains('is-stale')
            if (wasBusy && wordsMs === 0 && isCurrent) wordsMs = performance.now() - start
            if (wasBusy && !isBusy()) {
              return { wordsMs: wordsMs || performance.now() - start, meaningMs: performance.now() - start }
            }
          }
          throw new Error(`No answer to "${text}" within ${patienceMs / 1000} s; ${wasBusy ? 'asked' : 'not asked'}`)
        } finally {
          watcher.disconnect()
        }
      }
      const measured: { wordsMs: number; meaningMs: number }[] = []
      for (const query of queries) {
        type('')
        await frame()
        const first = Math.max(1, query.length - strokes + 1)
        await measure(query.slice(0, first))
        for (let length = first + 1; length <= query.length; length++) {
          // A blank alone asks nothing new.
          if (query[length - 1] !== ' ') measured.push(await measure(query.slice(0, length)))
        }
      }
      observer.disconnect()
      return { strokes: measured, longTasks }
    },
    { queries, strokes },
  )
}
