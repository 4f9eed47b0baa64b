import { app, type Session, type WebPreferences } from 'electron'
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

export interface ClosedSession {
  readonly isPackaged: boolean
  /** A request to anywhere but our own scheme was refused. */
  onRefused(): void
}

/** No request leaves the session but to our own scheme, and no permission is given. */
export function closeSession(session: Session, { isPackaged, onRefused }: ClosedSession): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const isDevTools = !isPackaged && details.url.startsWith('devtools:')
    const isRefused = !isWindowUrl(details.url) && !isDevTools
    if (isRefused) onRefused()
    answer({ cancel: isRefused })
  })
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
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
