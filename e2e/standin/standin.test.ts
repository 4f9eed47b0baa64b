/* The stand-in as a whole, driven the way the journeys drive it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath } from '../system-packages.ts'

/** What the probe's preload script exposes. */
interface Probe {
  readonly version: number
  readonly nested: { readonly platform: string }
  invoke(channel: string, value?: unknown): Promise<unknown>
  note(number: number): void
  onNote(listen: (number: number, date: Date) => void): () => void
  fail(): void
  pathOf(file: File): string
}

/** What the probe's main script leaves on globalThis. */
interface ProbeMain {
  readonly seen: { readonly navigations: string[]; readonly blocked: string[] }
  readonly child: NodeJS.EventEmitter & { postMessage(message: unknown): void }
}

const hasChromium = existsSync(chromiumPath())
let home = ''
let app: ElectronApplication
let page: Page

describe.skipIf(!hasChromium)('the stand-in (needs Chromium)', () => {
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'standin-test-'))
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = import.meta.dirname
    app = await _electron.launch({
      args: [join(import.meta.dirname, 'testing/app')],
      colorScheme: null,
      env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: home },
    })
    page = await app.firstWindow()
    await page.locator('body[data-ran=yes]').waitFor()
  })
  afterAll(async () => {
    await app.close()
    rmSync(home, { recursive: true })
  })

  test('says that it is the stand-in, and which app it runs', async () => {
    const said = await app.evaluate(({ app }) => [process.versions.electron, app.getName(), app.getVersion()])
    expect(said).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+-standin$/), 'standin-probe', '1.2.3'])
  })

  test('serves an own scheme with its policy, and the app sees only that scheme', async () => {
    expect(await page.title()).toBe('probe')
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
    expect(await page.evaluate(() => probe.invoke('sender'))).toEqual(['probe://main/', 'probe://main/', null])
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.body.dataset.injected = "yes"'
      document.body.append(script)
      return document.body.dataset['injected']
    })
    expect(ran).toBeUndefined()
  })

  test('the page has the exposed object, frozen, and nothing of Node or of the wire', async () => {
    const seen = await page.evaluate(() => ({
      version: probe.version,
      platform: probe.nested.platform,
      frozen: [Object.isFrozen(probe), Object.isFrozen(probe.nested)],
      others: ['require', 'process', '__standinSend', '__standinReceive'].map(
        (name) => typeof Reflect.get(globalThis, name),
      ),
    }))
    expect(seen).toEqual({
      version: 1,
      platform: process.platform,
      frozen: [true, true],
      others: Array.from({ length: 4 }, () => 'undefined'),
    })
  })

  test('values cross with their kinds', async () => {
    const kinds = await page.evaluate(async () => {
      const values = [new Date(5), new Map([[1, 2]]), new Set([1]), new Uint8Array([1, 2]), undefined, [1], 10n]
      const there = await Promise.all(values.map((value) => probe.invoke('kind', value)))
      const back = await Promise.all(values.map((value) => probe.invoke('echo', value)))
      return { there, back: back.map((value) => Object.prototype.toString.call(value)) }
    })
    const expected = ['Date', 'Map', 'Set', 'Uint8Array', 'Undefined', 'Array', 'BigInt'].map(
      (name) => `[object ${name}]`,
    )
    expect(kinds).toEqual({ there: expected, back: expected })
  })

  test("errors cross with Electron's wording, and those of the preload script as they are", async () => {
    const messages = await page.evaluate(async () => {
      const message = (error: Error) => error.message
      const caught = (work: () => void) => {
        try {
          work()
          return 'nothing'
        } catch (error) {
          return String(error)
        }
      }
      return [
        await probe.invoke('boom').catch(message),
        await probe.invoke('nobody').catch(message),
        caught(() => probe.fail()),
        caught(() => void probe.invoke('echo', { f: () => {}, again: document })),
      ]
    })
    expect(messages.slice(0, 3)).toEqual([
      "Error invoking remote method 'boom': RangeError: kaput",
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
      'TypeError: preload says no',
    ])
  })

  test('events come until the subscription ends', async () => {
    const got = await page.evaluate(async () => {
      const got: unknown[] = []
      let came: () => void = () => {}
      const end = probe.onNote((number, date) => {
        got.push(number, date instanceof Date)
        came()
      })
      const first = new Promise<void>((resolve) => (came = resolve))
      probe.note(41)
      await first
      end()
      probe.note(1)
      await probe.invoke('echo', 'the second note has been answered by now')
      return got
    })
    expect(got).toEqual([42, true])
  })

  test('navigation is asked about and other requests are blocked', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.com/away'
    })
    await expect.poll(() => app.evaluate(() => seen.navigations)).toEqual(['https://example.com/away'])
    expect(await page.evaluate(() => globalThis.open('https://example.com/'))).toBeNull()
    await page.evaluate(
      () =>
        new Promise((done) => {
          const image = new Image()
          image.addEventListener('error', done)
          image.src = 'http://127.0.0.1:9/x.png'
        }),
    )
    expect(await page.title()).toBe('probe')
    expect(await app.evaluate(() => seen.blocked)).toEqual(['http://127.0.0.1:9/x.png'])
  })

  test('the window has the size and visibility it is given', async () => {
    const inner = () => page.evaluate(() => [innerWidth, innerHeight])
    expect(await inner()).toEqual([500, 300])
    const window = await app.browserWindow(page)
    expect(await window.evaluate((w) => w.isVisible())).toBe(false)
    await window.evaluate((w) => w.setBounds({ x: 10, y: 20, width: 640, height: 120 }))
    await expect.poll(inner).toEqual([640, 120])
    const events = await window.evaluate((w) => {
      const events: string[] = []
      const watch = w as unknown as NodeJS.EventEmitter
      for (const name of ['show', 'focus', 'hide', 'blur']) watch.on(name, () => events.push(name))
      w.show()
      w.hide()
      return events
    })
    expect(events).toEqual(['show', 'focus', 'hide', 'blur'])
  })

  test("the theme reaches the page's media queries", async () => {
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await isDark()).toBe(false)
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark'
    })
    await expect.poll(isDark).toBe(true)
  })

  test('a dropped file has its path, a made one has none', async () => {
    const file = join(home, 'dropped.txt')
    writeFileSync(file, 'x')
    await page.evaluate(() => {
      const paths: string[] = []
      Object.assign(globalThis, { paths })
      addEventListener('dragover', (event) => event.preventDefault())
      addEventListener('drop', (event) => {
        event.preventDefault()
        for (const file of event.dataTransfer?.files ?? []) paths.push(probe.pathOf(file))
      })
    })
    const debug = await page.context().newCDPSession(page)
    const data = { items: [], files: [file, home], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await debug.send('Input.dispatchDragEvent', { type, x: 20, y: 20, data })
    }
    await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, 'paths') as string[])).toEqual([file, home])
    expect(await page.evaluate(() => probe.pathOf(new File(['x'], 'made.txt')))).toBe('')
  })

  test('the tray, its menu and the shortcuts can be triggered', async () => {
    const shown = await app.evaluate(({ BrowserWindow, globalShortcut, Tray }) => {
      const recorded = Tray as unknown as { all: { menu: { items: { label: string; click(): void }[] } }[] }
      recorded.all[0].menu.items[0].click()
      let presses = 0
      const taken = [globalShortcut.register('F1', () => presses++), globalShortcut.register('F1', () => {})]
      ;(globalShortcut as unknown as { press(keys: string): void }).press('F1')
      return [BrowserWindow.getAllWindows()[0].isVisible(), taken, presses]
    })
    expect(shown).toEqual([true, [true, false], 1])
  })

  test('a utility process is talked to by structured clone and its end is told', async () => {
    const talk = await app.evaluate(async () => {
      const answer = new Promise((resolve) => child.once('message', resolve))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      child.postMessage(new Map([['a', 1]]))
      const exit = new Promise((resolve) => child.once('exit', resolve))
      const { word, isMap } = (await answer) as { word: string; isMap: boolean }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      child.postMessage('end')
      return [word, isMap, await exit]
    })
    expect(talk).toEqual(['word', true, 3])
  })

  test("V8's flags reach a utility process as they do in Electron, as a switch of Chromium", async () => {
    const flags = await app.evaluate(async ({ app, utilityProcess }) => {
      const switches = ['--js-flags=--no-memory-protection-keys --stack-size=900']
      const other = utilityProcess.fork(`${app.getAppPath()}/child.js`, [], { execArgv: switches })
      const answer = new Promise((resolve) => other.once('message', resolve))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      other.postMessage('flags')
      const { execArgv } = (await answer) as { execArgv: string[] }
      other.kill()
      return execArgv.slice(-2)
    })
    expect(flags).toEqual(['--no-memory-protection-keys', '--stack-size=900'])
  })
})

// Globals of the probe's page and of its main script, where Playwright evaluates the functions above.
declare const probe: Probe
declare const seen: ProbeMain['seen']
declare const child: ProbeMain['child']
