// A small app for standin.test.ts: one of everything that the stand-in stands in for.
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, Menu, nativeImage, protocol, session, Tray, utilityProcess } from 'electron'

const page = '<!doctype html><title>probe</title><h1>probe</h1><script type="module" src="./page.js"></script>'
protocol.registerSchemesAsPrivileged([{ scheme: 'probe', privileges: { standard: true, secure: true } }])

ipcMain.handle('echo', (_event, value) => value)
ipcMain.handle('kind', (_event, value) => Object.prototype.toString.call(value))
ipcMain.handle('boom', () => {
  throw new RangeError('kaput')
})
ipcMain.handle('sender', ({ sender, senderFrame }) => [sender.getURL(), senderFrame.url, senderFrame.parent])
ipcMain.on('note', (event, number) => event.sender.send('note-back', number + 1, new Date(5)))

app.whenReady().then(() => {
  globalThis.seen = { navigations: [], blocked: [] }
  protocol.handle('probe', ({ url }) => {
    const { pathname } = new URL(url)
    const headers = { 'content-security-policy': "default-src 'none'; script-src 'self'; img-src *" }
    if (pathname === '/') return new Response(page, { headers: { ...headers, 'content-type': 'text/html' } })
    if (pathname !== '/page.js') return new Response('', { status: 404 })
    return new Response("document.body.dataset.ran = 'yes'", { headers: { 'content-type': 'text/javascript' } })
  })
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !url.startsWith('probe://')
    if (cancel) globalThis.seen.blocked.push(url)
    answer({ cancel })
  })
  const window = new BrowserWindow({
    width: 500,
    height: 300,
    show: false,
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  })
  window.webContents.on('will-navigate', (event, url) => {
    event.preventDefault()
    globalThis.seen.navigations.push(url)
  })
  void window.loadURL('probe://main/')
  const tray = new Tray(nativeImage.createFromPath(import.meta.filename))
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Show', click: () => window.show() }]))
  globalThis.child = utilityProcess.fork(join(import.meta.dirname, 'child.js'), ['word'])
})
