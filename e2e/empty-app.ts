import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { pssOfTree } from './memory.ts'

const main = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 760, height: 480 }).loadURL('about:blank'))
`

/** After so long an empty window has done all that it does by itself. */
const settledMs = 8_000

/** What the runtime takes for an app of one empty window, in megabytes by kind of process: no app on it takes less. */
export async function memoryOfEmptyApp(folder: string): Promise<Record<string, number>> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.js' }))
  writeFileSync(join(folder, 'main.js'), main)
  const app = await _electron.launch({ args: [folder], cwd: folder })
  try {
    await app.firstWindow()
    await new Promise((resolve) => setTimeout(resolve, settledMs))
    return pssOfTree(app.process().pid ?? 0)
  } finally {
    await app.close()
  }
}
