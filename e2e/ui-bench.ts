/*
 * `node e2e/ui-bench.ts LIBRARY CORPUS`: how quick the window is on a library, for `npm run bench -- ui`. Types into the real window
 * and watches frames; the last line is one JSON object. CORPUS is a folder to index meanwhile. The library is written to: give it a copy.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { buildWhenOld } from '../electron/build-when-old.ts'
import { installedElectron } from '../electron/find-electron.ts'
import { memoryOfEmptyApp } from './empty-app.ts'
import { frames } from './frames.ts'
import { keystrokes, type Keystroke, type Stages } from './keystrokes.ts'
import { memoryOfTree, type Memory, type MemoryByProcess } from './memory.ts'
import { ask } from './ask.ts'
import { pathTimes, type PathTimes } from './path-times.ts'
import { ensureChromium } from './system-packages.ts'

/** After so long without work the engine has let go of what it can read again, and a hidden page that was used was loaded anew. */
const restMs = 150_000

const project = resolve(import.meta.dirname, '..')
const queries = [
  'notice period in the contract',
  'meeting about the budget',
  'how to repair a bicycle',
  'letter from a friend',
  'history of the town hall',
  'energy prices next winter',
  'a storm at sea',
  'flight to Boston tomorrow',
  'the price of natural gas',
  'dinner with the lawyers',
  'who signed the agreement',
  'a walk along the river',
  'children playing outside',
  'the death of the king',
  'schedule for next week',
  'a horse and its rider',
  'problems with the pipeline',
  'garden behind the house',
]
/** 18 queries of 14 letters and more are 200 keystrokes, blanks not counted. */
const strokesOfQuery = 14

const [library, corpus] = process.argv.slice(2)
if (library === undefined || corpus === undefined) throw new Error('Expected the arguments LIBRARY CORPUS')
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const problem = ensureChromium(say)
if (problem !== '') throw new Error(problem)
await buildWhenOld(project, say)
if (installedElectron(project) === null) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(project, 'e2e/standin')

const home = mkdtempSync(join(tmpdir(), 'leantern-ui-bench-'))
try {
  const figures = await measure(library, corpus)
  process.stdout.write(`${JSON.stringify(figures)}\n`)
} finally {
  rmSync(home, { recursive: true, force: true })
}

async function measure(library: string, corpus: string): Promise<object> {
  const noWindow = await memoryOfEmptyApp(join(home, 'empty'), 'no window')
  const emptyApp = await memoryOfEmptyApp(join(home, 'empty'), 'empty window')
  const started = performance.now()
  const app = await launch(library)
  try {
    const page = await app.firstWindow()
    await page.getByRole('combobox').waitFor()
    const startupMs = performance.now() - started
    const runtime = await app.evaluate(() => process.versions.electron)
    await page
      .getByText(/documents in/u)
      .first()
      .waitFor({ timeout: 120_000 })
    // The first run looks through the folders once more.
    await waitFor(async () => !(await runs(page)))
    await page.waitForTimeout(restMs)
    const pid = app.process().pid ?? 0
    const idle = memoryOfTree(pid)
    const caretMs = await caretTimes(app, page)
    const frameMs = await frames(page, 'key')
    const floorMs = await frames(page, 'answer')
    const strokes = await keystrokes(page, queries, strokesOfQuery)
    saySlowest(strokes.strokes)
    const warm = memoryOfTree(pid)
    const path = await pathTimes(page, queries)
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
    await page.waitForTimeout(restMs)
    const rested = memoryOfTree(pid)
    await app.evaluate(({ app }) => void app.emit('activate'))
    await ask(page, 'addFolders', { paths: [corpus] })
    await waitFor(() => runs(page))
    const indexing = await keystrokes(page, queries, strokesOfQuery)
    const isIndexing = await runs(page)
    return {
      runtime,
      caretMs: share(caretMs),
      frameMs: share(frameMs),
      floorMs: share(floorMs),
      wordsMs: share(words(strokes.strokes)),
      meaningMs: share(meaning(strokes.strokes)),
      stagesMs: stageShares(strokes.strokes),
      whileIndexing: {
        wordsMs: share(words(indexing.strokes)),
        meaningMs: share(meaning(indexing.strokes)),
        stagesMs: stageShares(indexing.strokes),
        longTasks: indexing.longTasks,
        toTheEnd: isIndexing,
      },
      keystrokes: [strokes.strokes.length, indexing.strokes.length],
      pathMs: pathShares(path),
      longTasks: strokes.longTasks,
      startupMs: Math.round(startupMs),
      memoryMB: memoryFigures({ noWindow, emptyApp, idle, warm, rested }),
      bundleKB: bundleSize(),
    }
  } finally {
    await app.close()
  }
}

function launch(library: string): Promise<ElectronApplication> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return _electron.launch({
    args: [project],
    cwd: project,
    timeout: 120_000,
    env: {
      ...Object.fromEntries(inherited),
      LEANTERN_LIBRARY: library,
      LEANTERN_KEEP_OPEN: '1',
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
    },
  })
}

async function runs(page: Page): Promise<boolean> {
  return (await ask(page, 'status')).indexing.kind === 'running'
}

async function waitFor(isSo: () => Promise<boolean>, patienceMs = 120_000): Promise<void> {
  const until = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`Waited ${patienceMs / 1_000} s in vain`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function pathShares(times: readonly PathTimes[]): Record<keyof PathTimes, Shares> {
  const of = (part: keyof PathTimes): Shares => share(times.map((one) => one[part]))
  return { main: of('main'), names: of('names'), words: of('words'), meaning: of('meaning'), engine: of('engine') }
}

function stageShares(strokes: readonly Keystroke[]): Record<keyof Stages, Shares> {
  const of = (stage: keyof Stages): Shares => share(strokes.map(({ stages }) => stages[stage]))
  return { typed: of('typed'), engine: of('engine'), arrived: of('arrived'), rows: of('rows') }
}

/** From the shortcut to a frame with the caret in the field; milliseconds. */
async function caretTimes(app: ElectronApplication, page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const api = Reflect.get(globalThis, 'leantern') as { on(name: string, listen: () => void): () => void }
    const painted: number[] = []
    Object.assign(globalThis, { painted })
    api.on('shown', () => requestAnimationFrame(() => requestAnimationFrame(() => painted.push(Date.now()))))
  })
  const times: number[] = []
  for (let round = 1; round <= 20; round++) {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].hide())
    const pressed = await app.evaluate(({ app }) => {
      const now = Date.now()
      app.emit('activate')
      return now
    })
    await page.waitForFunction((round) => Reflect.get(globalThis, 'painted').length >= round, round, {
      timeout: 10_000,
    })
    times.push((await page.evaluate(() => Number(Reflect.get(globalThis, 'painted').at(-1)))) - pressed)
  }
  return times
}

/** Where the time of the slowest keys went: what is before a stage and behind the one before it is its own. */
function saySlowest(strokes: readonly Keystroke[]): void {
  const slowest = strokes.toSorted((a, b) => b.wordsMs - a.wordsMs).slice(0, 20)
  for (const { text, wordsMs, stages } of slowest) {
    const parts = Object.entries(stages).map(([stage, ms]) => `${stage} ${Math.round(ms)}`)
    say(`${Math.round(wordsMs)} ms for "${text}": ${parts.join(', ')}`)
  }
}

function words(strokes: readonly Keystroke[]): number[] {
  return strokes.map(({ wordsMs }) => wordsMs)
}

function meaning(strokes: readonly Keystroke[]): number[] {
  return strokes.map(({ meaningMs }) => meaningMs)
}

interface Shares {
  readonly p50: number
  readonly p95: number
}

function share(values: readonly number[]): Shares {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number): number => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)
  return { p50: at(0.5), p95: at(0.95) }
}

/** Sums, and what each kind of process has of them; `own` without the pages of files. */
function memoryFigures(moments: Readonly<Record<string, Memory>>): object {
  const each = (of: (memory: Memory) => unknown): object =>
    Object.fromEntries(Object.entries(moments).map(([name, memory]) => [name, of(memory)]))
  return {
    ...each(({ pss }) => sum(pss)),
    own: each(({ own }) => sum(own)),
    overEmptyApp: overEmptyApp(moments),
    byProcess: each(({ pss }) => pss),
    ownByProcess: each(({ own }) => own),
  }
}

/** What the app adds to one of an empty window, by process: of idle and rested. An empty app has no engine. */
function overEmptyApp({ emptyApp, ...moments }: Readonly<Record<string, Memory>>): object {
  const tenths = (value: number): number => Math.round(value * 10) / 10
  const over = (own: MemoryByProcess): MemoryByProcess =>
    Object.fromEntries(Object.entries(own).map(([kind, part]) => [kind, tenths(part - (emptyApp.own[kind] ?? 0))]))
  return Object.fromEntries(
    Object.entries(moments)
      .filter(([name]) => name === 'idle' || name === 'rested')
      .map(([name, { own }]) => [name, { all: sum(own) - sum(emptyApp.own), ...over(own) }]),
  )
}

function sum(processes: MemoryByProcess): number {
  return Math.round(Object.values(processes).reduce((sum, part) => sum + part, 0))
}

/** Of the window's scripts and styles: as they are, and as they would travel. */
function bundleSize(): { raw: number; gzip: number } {
  const folder = join(project, 'out/renderer')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const bytes = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file))
  const kilobytes = (sizes: readonly number[]): number => Math.round(sizes.reduce((a, b) => a + b, 0) / 1_000)
  return {
    raw: kilobytes(bytes.map((file) => file.byteLength)),
    gzip: kilobytes(bytes.map((file) => gzipSync(file).byteLength)),
  }
}
