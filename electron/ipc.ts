import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { AppError } from '../core/errors.ts'
import { requestNames, type EventName, type Events } from './contract.ts'
import { answer, type Handlers } from './handlers.ts'
import { failure } from './replies.ts'
import { isWindowUrl } from './scheme.ts'

/** Answers the window's requests: its main frame only, one argument only, errors as data. */
export function serveRequests(window: WebContents, handlers: Handlers): void {
  const client = `window-${window.id}`
  for (const name of requestNames) {
    ipcMain.handle(name, (event, ask: unknown, ...rest: unknown[]) => {
      if (!isFromMainFrame(event, window)) return failure(new AppError('bad-request', 'Not a window of Leantern.'))
      if (rest.length > 0) return failure(new AppError('bad-request', `Expected one argument, got ${rest.length + 1}`))
      return answer(handlers, { name, ask, client })
    })
  }
}

/** Tells the window something unasked. */
export function tellWindow<Name extends EventName>(window: WebContents, name: Name, event: Events[Name]): void {
  if (!window.isDestroyed()) window.send(name, event)
}

function isFromMainFrame(event: IpcMainInvokeEvent, window: WebContents): boolean {
  const frame = event.senderFrame
  return event.sender === window && frame !== null && frame.parent === null && isWindowUrl(frame.url)
}
