import { app, dialog } from 'electron'
import type { AppSettings, AppStatus } from './contract.ts'
import type { AppShortcut } from './app-shortcut.ts'
import { explainError } from './desktop.ts'
import type { Handlers } from './handlers.ts'
import type { Lock } from './lock.ts'
import { pauseEnd, type PaceKeeper } from './pace-keeper.ts'
import type { Searches } from './searches.ts'
import type { Settings } from './settings.ts'
import { textsOf, type Texts } from './texts/texts.ts'
import { createAppTray, type AppTray, type TrayUpdate } from './tray.ts'
import type { Updates } from './updates.ts'
import type { SearchWindow } from './windows.ts'

export interface TrayParts {
  readonly icons: string
  readonly search: SearchWindow
  readonly settings: Settings
  readonly searches: Searches
  readonly pace: PaceKeeper
  readonly shortcut: AppShortcut
  readonly updates: Updates
  readonly lock: Lock
  readonly handlers: Handlers
  staysOpen(): boolean
}

/** The language that the person has chosen, or the system's. */
export function appTexts({ language }: Pick<AppSettings, 'language'>): Texts {
  return textsOf(language, app.getLocale())
}

/** What each entry of the tray's menu does. */
export function createTrayOf(parts: TrayParts): AppTray {
  const { search, settings, searches, pace, shortcut, updates, lock, handlers } = parts
  const update = (status: AppStatus | null): void => tray.update(status)

  function newerVersion(): TrayUpdate | null {
    const { state } = updates
    if (state.kind === 'ready') return { version: state.version, isReady: true, act: () => updates.install() }
    if (state.kind !== 'found') return null
    return { version: state.version, isReady: false, act: () => search.show({ page: 'settings' }) }
  }

  const explain = (error: unknown): void => explainError(error, appTexts(settings.current))

  const tray = createAppTray(parts.icons, {
    texts: () => appTexts(settings.current),
    search: () => search.show(),
    popover: (icon) => search.togglePopover(icon),
    recent: () => (lock.isLocked ? [] : searches.kept.recent),
    searchFor: (query) => search.show({ query }),
    forgetRecent: () => void searches.forget(null).then(() => update(null)),
    addFolder() {
      search.show()
      handlers.chooseFolders(undefined, 'main').catch(explain)
    },
    drop: (paths) => search.show({ paths }),
    openSettings: () => search.show({ page: 'settings' }),
    openStatus: () => search.show({ page: 'status' }),
    pace: () => pace.pace,
    pause(length) {
      pace.pause(length === null ? null : pauseEnd(length, new Date()))
      update(null)
    },
    shortcut: () => shortcut.current,
    update: newerVersion,
    lock: () => (lock.state.isSet && !lock.isLocked ? () => lock.lock() : null),
    about() {
      const { words } = appTexts(settings.current)
      const message = `Leantern ${app.getVersion()}`
      void dialog.showMessageBox({ type: 'info', title: words.about, message, detail: words.aboutLicence })
    },
    quit: () => app.quit(),
    staysOpen: parts.staysOpen,
    setStaysOpen: (wanted) => void settings.change({ staysOpen: wanted }).catch(explain),
    setUsesShortcut: (wanted) => void settings.change({ usesShortcut: wanted }).catch(explain),
  })
  return tray
}
