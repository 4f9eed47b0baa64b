import { app, type Session, type WebPreferences } from 'electron'
import type { NetworkLedger } from './contract.ts'
import { isWindowUrl } from './scheme.ts'

/** What every window of ours is made with: no Node, its own world for the preload script, the sandbox. */
export const safePreferences: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
}

/** No request leaves the session but to our own scheme, and no permission is given. Returns what counts the refused ones. */
export function closeSession(session: Session, isPackaged: boolean): () => NetworkLedger {
  const sinceMs = Date.now()
  let refused = 0
  session.webRequest.onBeforeRequest((details, answer) => {
    const isDevTools = !isPackaged && details.url.startsWith('devtools:')
    const isRefused = !isWindowUrl(details.url) && !isDevTools
    if (isRefused) refused++
    answer({ cancel: isRefused })
  })
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  return () => ({ sinceMs, refused })
}

/** Contents of whatever kind stay where they are: no navigation, no new windows, no webview. */
export function closeContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
