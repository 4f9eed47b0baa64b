/*
 * The window on a made-up library, to look at every state: `vite renderer`, then /testing/preview.html?state=found.
 * States: found, searching, overview, indexing, scanning, first-use, no-result, error, refused, drop, preview, mail, answer,
 * counted, engine, damaged, checking, and the pages: status, storage, settings (`&section=Privacy` names another one).
 * `&theme=light|dark`, `&platform=darwin`, `&language=de`, `&density=compact`. Not part of the build, whose only entry is index.html.
 */
import { createRoot } from 'react-dom/client'
import type { AppStatus, Reply } from '../../electron/contract.ts'
import type { SearchAnswer } from '../../core/types.ts'
import { App } from '../app/app.tsx'
import '../ui/tokens.css'
import '../ui/base.css'
import { densities, languages, pages } from '../../electron/contract.ts'
import { plain, answerOf, createFakeApi, done, found, progressOf, refusal, settingsOf, statusOf } from './fake-api.ts'
import { sampleHandlers } from './sample-handlers.ts'
import { sampleHits } from './samples.ts'

const parameters = new URLSearchParams(location.search)
const state = parameters.get('state') ?? 'found'
const theme = parameters.get('theme')
if (theme !== null) document.documentElement.style.colorScheme = theme

const damaged: Reply<never> = {
  ok: false,
  code: 'library-damaged',
  message: 'A part of the library is damaged. Press “Repair the library…”: your own files are not touched.',
}
const sampleQuery = 'how much notice to end the lease'
let questions = 0

function sampleStatus(): AppStatus {
  switch (state) {
    case 'first-use':
    case 'drop':
      return statusOf({ folders: [], library: { documents: 0, chunks: 0, textBytes: 0 } })
    case 'indexing':
    case 'indexing-found':
      return statusOf({ indexing: { kind: 'running', progress: progressOf({ problems: 23 }) } })
    case 'scanning':
      return statusOf({
        indexing: { kind: 'running', progress: progressOf({ phase: 'scanning', filesDone: 12_304, etaMs: null }) },
      })
    default:
      return statusOf({
        library: { errors: 23 },
        indexing: {
          kind: 'idle',
          last: {
            added: 12,
            changed: 3,
            unchanged: 3465,
            removed: 1,
            failed: 23,
            chunks: 41_200,
            embedded: 210,
            textBytes: 50_900_000,
            sourceBytes: 412_000_000,
            elapsedMs: 4200,
            cancelled: false,
          },
        },
      })
  }
}

function sampleAnswer(query: string): Reply<SearchAnswer> | Promise<Reply<SearchAnswer>> {
  questions++
  if (state === 'damaged' || state === 'checking') return damaged
  if (state === 'error') return refusal('The library is being written by another program. Close it, then search again.')
  if (state === 'no-result') return answerOf(found(query, []))
  if (state === 'searching' && questions > 1) return new Promise(() => {})
  return answerOf(found(query, sampleHits))
}

/** What a check goes on with; nobody answers it. */
const halfway = { kind: 'segment', part: 'segment-7.lsg', doneBytes: 427, totalBytes: 1000 } as const

const settings = settingsOf({
  answers: state === 'answer',
  language: languages.find((one) => one === parameters.get('language')) ?? 'en',
  density: densities.find((one) => one === parameters.get('density')) ?? 'comfortable',
})

const { api, tell } = createFakeApi(
  {
    ...sampleHandlers(settings),
    status: () => answerOf(sampleStatus()),
    search: ({ query }) => sampleAnswer(query),
    addFolders: () =>
      answerOf([{ path: '/home/anna/Downloads/one.zip', refused: plain('it is a file; choose the folder around it') }]),
    chooseFolders: () => answerOf([{ path: '/', refused: plain('it is the whole disk; choose a folder inside it') }]),
    open: done,
    reveal: done,
    copyText: done,
    stopIndexing: done,
    resize: done,
    hide: done,
  },
  {
    platform: parameters.get('platform') ?? 'linux',
    paths: [state === 'counted' ? '/home/anna/Projects' : '/home/anna/Downloads/one.zip'],
  },
)

createRoot(document.getElementById('root')!).render(<App api={api} />)
setTimeout(prepare, 100)

/** Brings the window to its state by what a person would do. */
function prepare(): void {
  if (['found', 'searching', 'no-result', 'error', 'damaged', 'checking', 'indexing-found'].includes(state))
    type(sampleQuery)
  if (state === 'searching') setTimeout(() => type(`${sampleQuery} early`), 300)
  if (state === 'drop' || state === 'drop-found') drag('dragenter')
  if (state === 'refused' || state === 'counted') drag('drop')
  if (['preview', 'mail', 'answer'].includes(state)) type(sampleQuery)
  if (state === 'preview') setTimeout(() => press('ArrowRight'), 300)
  if (state === 'mail') setTimeout(() => (press('ArrowDown'), press('ArrowRight')), 300)
  if (state === 'answer') setTimeout(() => press('j', { ctrlKey: true }), 300)
  if (state === 'checking') setTimeout(check, 500)
  if (state === 'engine') tell('engineStopped', { isBack: true })
  const page = pages.find((name) => name === state)
  if (page !== undefined) tell('shown', { query: null, page, paths: [] })
  const section = parameters.get('section')
  if (section !== null) setTimeout(() => open(section), 100)
}

function check(): void {
  document.querySelector<HTMLElement>('.error-line button')?.click()
  setTimeout(() => tell('checkProgress', halfway), 100)
}

function press(key: string, change: KeyboardEventInit = {}): void {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change }))
}

function open(section: string): void {
  for (const link of document.querySelectorAll<HTMLElement>('.pages-link'))
    if (link.textContent === section) link.click()
}

function type(text: string): void {
  const input = document.querySelector('input')
  // React reads the value it did not set itself only through the element's own setter.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
  input?.dispatchEvent(new Event('input', { bubbles: true }))
}

function drag(name: 'dragenter' | 'drop'): void {
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([''], 'Projects'))
  window.dispatchEvent(new DragEvent(name, { dataTransfer, cancelable: true }))
}
