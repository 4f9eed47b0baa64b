import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { eventNames, requestNames, type EventName, type Events, type WindowApi } from './contract.ts'

/*
 * The only code that sees both sides. The window gets these four members, never ipcRenderer itself, and no name that
 * is not in the contract.
 */
const api: WindowApi = {
  ask(name, ask) {
    if (!requestNames.includes(name)) return Promise.reject(new Error(`No request is called ${String(name)}`))
    return ipcRenderer.invoke(name, ask)
  },
  on<Name extends EventName>(name: Name, listen: (event: Events[Name]) => void) {
    if (!eventNames.includes(name)) throw new Error(`No event is called ${String(name)}`)
    const relay = (_event: unknown, event: Events[Name]) => listen(event)
    ipcRenderer.on(name, relay)
    return () => {
      ipcRenderer.off(name, relay)
    }
  },
  pathForFile(file) {
    try {
      return webUtils.getPathForFile(file as File) // it looks for itself, and throws for anything else
    } catch {
      return ''
    }
  },
  platform: process.platform,
}

contextBridge.exposeInMainWorld('leantern', api)
