import type { Page } from '@playwright/test'
import type { WindowApi } from '../electron/contract.ts'

/** From a key to the frame in which its rows are painted; milliseconds. */
export interface Keystroke {
  /** What stood in the field. */
  readonly text: string
  readonly wordsMs: number
  readonly meaningMs: number
  /** On the way of the words. */
  readonly stages: Stages
}

/** Milliseconds from a key, but for `engine`. */
export interface Stages {
  /** Until the field has it and the question is sent. */
  readonly typed: number
  /** In the engine, by its own clock. */
  readonly engine: number
  /** Until the answer by words is in the page. */
  readonly arrived: number
  /** Until its rows are; they are painted by the next frame. */
  readonly rows: number
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
      const api = Reflect.get(globalThis, 'leantern') as WindowApi
      function type(text: string): void {
        // React reads a value that it did not set itself only through the element's own setter.
        setValue.call(field, text)
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }
      const isBusy = () =>
        document.querySelector('[role=listbox][aria-busy=true]') !== null ||
        document.querySelector('.is-searching') !== null
      const isCurrent = () => document.querySelector('[role=listbox][data-stale=false]') !== null
      async function measure(text: string) {
        const start = performance.now()
        const since = () => performance.now() - start
        const stages = { typed: 0, engine: 0, arrived: 0, rows: 0 }
        const stop = api.on('partialAnswer', ({ query, stats }) => {
          if (query !== text.trim()) return
          stages.arrived ||= since()
          stages.engine ||= stats.ms.total
        })
        try {
          return await new Promise<Keystroke>((resolve, reject) => {
            let wasBusy = false
            let wordsMs = 0
            const patience = setTimeout(() => {
              watcher.disconnect()
              reject(
                new Error(`No answer to "${text}" within ${patienceMs / 1000} s; ${wasBusy ? 'asked' : 'not asked'}`),
              )
            }, patienceMs)
            // No frame is asked for but those that the window makes itself.
            const watcher = new MutationObserver(() => {
              wasBusy ||= isBusy()
              if (!wasBusy) return
              if (stages.rows === 0 && isCurrent()) {
                stages.rows = since()
                requestAnimationFrame(() => (wordsMs = since()))
              }
              if (isBusy()) return
              watcher.disconnect()
              clearTimeout(patience)
              requestAnimationFrame(() => resolve({ text, wordsMs: wordsMs || since(), meaningMs: since(), stages }))
            })
            watcher.observe(document.body, { subtree: true, attributes: true, childList: true })
            type(text)
            stages.typed = since()
          })
        } finally {
          stop()
          // The next key is a task of its own, once this frame was painted.
          await new Promise((resolve) => setTimeout(resolve))
        }
      }
      const measured: Keystroke[] = []
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
