/* What `import 'electron'` gives the main process on the stand-in: the part of Electron that Leantern uses. */
export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { net } from './net.ts'
export { nativeTheme } from './native-theme.ts'
export {
  clipboard,
  dialog,
  globalShortcut,
  Menu,
  MenuItem,
  nativeImage,
  powerMonitor,
  screen,
  shell,
  systemPreferences,
  Tray,
} from './recorders.ts'
export { protocol } from './scheme.ts'
export { session } from './session.ts'
export { utilityProcess } from './utility-process.ts'
export { webContents } from './web-contents.ts'
