import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { memoryOfTree, type Memory } from './memory.ts'

const mains = {
  'no window': `require('electron').app.whenReady().then(() => {})`,
  'empty window': `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 760, height: 480 }).loadURL('about:blank'))
`,
}

/** After so long an empty app has done all that it does by itself. */
const settledMs = 8_000

/** What the runtime takes for an app that does nothing: no app on it takes less. */
export async function memoryOfEmptyApp(folder: string, kind: keyof typeof mains): Promise<Memory> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.js' }))
  writeFileSync(join(folder, 'main.js'), mains[kind])
  const app = await _electron.launch({ args: [folder], cwd: folder })
  try {
    if (kind === 'empty window') await app.firstWindow()
    await new Promise((resolve) => setTimeout(resolve, settledMs))
    return memoryOfTree(app.process().pid ?? 0)
  } finally {
    await app.close()
  }
}
