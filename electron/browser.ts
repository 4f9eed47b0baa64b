import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { startBridge, type Bridge } from '../core/server/bridge.ts'
import type { AddedFolder, AppStatus } from './contract.ts'
import { createEngineClient, type EngineProcess } from './engine-client.ts'
import { memoryEnvironment } from '../core/memory-flags.ts'
import { nodeFlags } from './v8-flags.ts'
import type { FromEngine } from './engine-messages.ts'
import { answer, createHandlers, type HostParts } from './handlers.ts'
import { Ledger } from './ledger.ts'
import { openLog } from './log-file.ts'
import { PaceKeeper } from './pace-keeper.ts'
import { removeCopiesOf } from './opened-copies.ts'
import { readLogEnd } from './chosen-files.ts'
import { Searches } from './searches.ts'
import { Settings } from './settings.ts'
import { suggestFolders } from './suggestions.ts'
import { openAt } from './open-at.ts'
import { mustBeThere, openWithSystem } from './open-with-system.ts'
import { showRights } from './rights-page.ts'
import type { AppPlaces } from './places.ts'
import { Updates } from './updates.ts'
import { sayOfApp } from './texts/say-of-app.ts'

export interface BrowserHostOptions {
  /** Folder of the build: main/engine.js, renderer/ and preload/browser-bridge.cjs. */
  readonly built: string
  readonly places: AppPlaces
  report(event: string): void
}

export interface BrowserHost {
  /** Address of the window, for a browser on this machine. */
  readonly url: string
  addFolders(paths: readonly string[]): Promise<readonly AddedFolder[]>
  status(): Promise<AppStatus>
  onStatus(listen: (status: AppStatus) => void): () => void
  close(): Promise<void>
}

/** The app without Electron: the same engine and handlers, the same window, shown by a browser over the bridge. */
export async function startBrowserHost({ built, places, report }: BrowserHostOptions): Promise<BrowserHost> {
  const script = await readFile(join(built, 'preload/browser-bridge.cjs'), 'utf8')
  const ledger = new Ledger(places.network, report)
  let bridge: Bridge | null = null
  const engine = createEngineClient(
    () => forkEngine(join(built, 'main/engine.js'), [places.library, 'browser', places.log, String(process.pid)]),
    report,
  )
  const settings = new Settings(places.settings, report)
  const pace = new PaceKeeper({
    isOnBattery: () => false,
    slowOnBattery: () => false,
    onChange(now) {
      engine.setPace(now.kind)
      bridge?.broadcast('paceChanged', now)
    },
  })
  const handlers = createHandlers({
    engine,
    settings,
    searches: new Searches(places.searches, report),
    choosePath: () => Promise.reject(notHere('Choosing a file')),
    saveText: () => Promise.reject(notHere('Saving a file')),
    readChosenText: () => Promise.reject(notHere('Choosing a file')),
    showLog: () => openWithSystem(dirname(places.log)),
    shortcut: () => null,
    showRights: () => showRights(openWithSystem),
    readLog: () => readLogEnd(places.log),
    pause: (untilMs) => pace.pause(untilMs),
    pace: () => pace.pace,
    // What the page asks for is the browser's; its policy allows this host only.
    ledger: () => ledger.now,
    updates: new Updates({ updater: null, reason: 'browser', isWanted: () => false, onChange() {} }),
    lock: noLock(),
    suggest: (roots) => suggestFolders(roots),
    async openDocument(path, position) {
      await mustBeThere(path)
      await openAt(path, position, {
        open: openWithSystem,
        explain: () => report('document.unopened'),
        platform: process.platform,
      })
    },
    openPage: (address) => openWithSystem(address),
    openWith: () => Promise.reject(notHere('Choosing a program')),
    showInFolder: (path) => openWithSystem(dirname(path)),
    // The page does these two itself, with what its browser has: see browser-page/bridge.ts.
    copyText: () => Promise.reject(notHere('Copying')),
    chooseFolders: () => Promise.reject(notHere('Choosing a folder')),
    // A browser's window is the browser's.
    resize() {},
    leavePopover() {},
    hide() {},
    startDrag() {},
  })
  settings.onChange(async (next, before) => {
    if (next.shortcut !== before.shortcut || next.usesShortcut !== before.usesShortcut)
      throw notHere('A global shortcut')
    if (next.startsWithSystem !== before.startsWithSystem) throw notHere('Starting with the system')
    if (next.looksForUpdates !== before.looksForUpdates) throw notHere('Looking for a newer version')
  })
  bridge = await startBridge({
    folder: join(built, 'renderer'),
    script,
    handle: (request) => answer(handlers, request),
    onGone: (client) => engine.cancel(client),
    log: openLog(places.log),
  })
  engine.onSent((host) => ledger.send(host, 'engine'))
  engine.onStatus((status) => bridge?.broadcast('statusChanged', status))
  // Each window looks at the query: another one's answer is none of its own.
  engine.onPartial((answer) => bridge?.broadcast('partialAnswer', answer))
  engine.onAnswerText((piece) => bridge?.broadcast('answerText', piece))
  engine.onModelChanged((change) => bridge?.broadcast('modelChanged', change))
  engine.onCheckProgress((progress) => bridge?.broadcast('checkProgress', progress))
  const { url } = bridge
  return {
    url,
    addFolders: (paths) => handlers.addFolders({ paths }, 'host'),
    status: () => handlers.status(undefined, 'host'),
    onStatus: engine.onStatus,
    async close() {
      await bridge?.close()
      await engine.close()
      await ledger.close()
      await removeCopiesOf(process.pid)
    },
  }
}

function forkEngine(entry: string, args: readonly string[]): EngineProcess {
  const child = fork(entry, [...args], {
    execArgv: [...nodeFlags],
    env: { ...process.env, ...memoryEnvironment },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    send(message) {
      // An engine that has just stopped reports by its exit.
      if (child.connected) child.send(message, () => {})
    },
    onMessage: (listen) => child.on('message', (message) => listen(message as FromEngine)), // our own engine sends nothing else
    onExit: (listen) => child.once('exit', () => listen()),
    kill: () => child.kill('SIGKILL'),
  }
}

/** Whoever is at this machine's browser can be at its files as well. */
function noLock(): HostParts['lock'] {
  const state = { isSet: false, isLocked: false, afterMinutes: null, canAskSystem: false }
  const refused = () => Promise.reject(notHere('A lock'))
  return { state, isLocked: false, lock() {}, unlock: async () => state, set: refused }
}

function notHere(what: string): AppError {
  return new AppError('bad-request', sayOfApp('app.notHere', { what }))
}
