const { contextBridge, ipcRenderer, webUtils } = require('electron')

contextBridge.exposeInMainWorld('probe', {
  version: 1,
  nested: { platform: process.platform },
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  note: (number) => ipcRenderer.send('note', number),
  onNote(listen) {
    const relay = (_event, ...args) => listen(...args)
    ipcRenderer.on('note-back', relay)
    return () => ipcRenderer.off('note-back', relay)
  },
  fail() {
    throw new TypeError('preload says no')
  },
  pathOf: (file) => webUtils.getPathForFile(file),
})
