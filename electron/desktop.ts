import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clipboard, dialog, nativeImage, shell, type BrowserWindow } from 'electron'
import { AppError, messageOf } from '../core/errors.ts'
import { openWith } from './app-open-with.ts'
import { readLogEnd, readSmallText } from './chosen-files.ts'
import type { HostParts } from './handlers.ts'
import { openAt } from './open-at.ts'
import { mustBeThere, openWithSystem } from './open-with-system.ts'
import { showRights } from './rights-page.ts'
import { suggestFolders } from './suggestions.ts'
import type { Texts, Words } from './texts/texts.ts'
import type { SearchWindow } from './windows.ts'
import { saidIn } from './texts/said.ts'
import { sayOfApp } from './texts/say-of-app.ts'

type DesktopParts = Omit<
  HostParts,
  'engine' | 'settings' | 'searches' | 'updates' | 'lock' | 'pause' | 'pace' | 'ledger' | 'shortcut'
>

export interface DesktopPlaces {
  /** The icons' folder. */
  readonly icons: string
  /** The log's file. */
  readonly log: string
  texts(): Texts
  /** The person wants the window to stay. */
  staysOpen(): boolean
}

/** What the handlers need of the machine and the window, by Electron. */
export function desktopParts(search: SearchWindow, { icons, log, texts, staysOpen }: DesktopPlaces): DesktopParts {
  return {
    async openDocument(path, position) {
      await mustBeThere(path)
      await openAt(path, position, {
        open: openPath,
        explain: (error) => explainError(error, texts()),
        platform: process.platform,
      })
      if (!staysOpen()) search.hide()
    },
    async openPage(address) {
      await shell.openExternal(address)
      if (!staysOpen()) search.hide()
    },
    async openWith(path) {
      const isOpened = await search.holdOpen(() => openWith(search.browserWindow, path, texts()))
      if (isOpened && !staysOpen()) search.hide()
    },
    async showInFolder(path) {
      shell.showItemInFolder(path)
    },
    copyText: (text) => clipboard.writeText(text),
    chooseFolders: () => search.holdOpen(() => chooseFolders(search.browserWindow, texts().words)),
    choosePath: (kind) => search.holdOpen(() => choosePath(search.browserWindow, kind)),
    saveText: (name, text) => search.holdOpen(() => saveText(search.browserWindow, name, text)),
    readChosenText: () => search.holdOpen(() => readChosenText(search.browserWindow)),
    async showLog() {
      shell.showItemInFolder(log)
    },
    showRights: () => showRights((url) => shell.openExternal(url)),
    readLog: () => readLogEnd(log),
    resize: search.resize,
    leavePopover: search.leavePopover,
    hide: search.hide,
    startDrag(path) {
      // While something is dragged the window loses the focus, and must not hide.
      void search.holdOpen(() => {
        search.browserWindow.webContents.startDrag({
          file: path,
          icon: nativeImage.createFromPath(join(icons, 'tray.png')),
        })
      })
    },
    suggest: (roots) => suggestFolders(roots),
  }
}

/** Says what went wrong where no window asked. */
export function explainError(error: unknown, { language }: Pick<Texts, 'language'>): void {
  const said = error instanceof AppError ? error.said : undefined
  dialog.showErrorBox('Leantern', said === undefined ? messageOf(error) : saidIn(language, said))
}

/** Electron's own call never answers on Linux (its `platform_util_linux.cc` drops the callback of a process that it does not wait for). */
async function openPath(path: string): Promise<void> {
  if (process.platform === 'linux') return openWithSystem(path)
  const problem = await shell.openPath(path)
  if (problem !== '') throw new AppError('failed', sayOfApp('app.notOpened', { path, reason: problem }))
}

async function chooseFolders(parent: BrowserWindow, words: Words): Promise<readonly string[]> {
  const { filePaths } = await dialog.showOpenDialog(parent, {
    title: words.chooseFolders,
    buttonLabel: words.add,
    properties: ['openDirectory', 'multiSelections'],
  })
  return filePaths
}

async function choosePath(parent: BrowserWindow, kind: 'folder' | 'file'): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(parent, {
    properties: [kind === 'folder' ? 'openDirectory' : 'openFile'],
  })
  return filePaths[0] ?? null
}

async function saveText(parent: BrowserWindow, name: string, text: string): Promise<string | null> {
  const { filePath } = await dialog.showSaveDialog(parent, { defaultPath: name })
  if (filePath === undefined || filePath === '') return null
  await writeFile(filePath, text, { mode: 0o600 })
  return filePath
}

async function readChosenText(parent: BrowserWindow): Promise<string | null> {
  const path = await choosePath(parent, 'file')
  return path === null ? null : readSmallText(path)
}
