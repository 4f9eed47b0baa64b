import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const patienceMs = 20_000
const dayMs = 86_400_000

/**
 * Electron's executable: the one that ELECTRON_OVERRIDE_DIST_PATH names, the one that is installed, or one that is
 * downloaded now. Null, said in one line, when there is none to be had. A download that failed is not tried again for
 * a day, so that a machine without access starts quickly.
 */
export async function findElectron(project: string, say: (line: string) => void): Promise<string | null> {
  const found = installedElectron(project)
  if (found !== null) return found
  const failedBefore = join(project, 'out/electron-download-failed')
  const lastTry = statSync(failedBefore, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Date.now() - lastTry > dayMs) {
    say('Electron is not here yet: downloading it (once, about 120 MB)...')
    await download(project)
    const downloaded = installedElectron(project)
    if (downloaded !== null) return downloaded
    mkdirSync(dirname(failedBefore), { recursive: true })
    writeFileSync(failedBefore, '')
  }
  say('Electron could not be downloaded, so the window opens in a browser. To try again: npx install-electron')
  return null
}

/** The executable that is on the disk, or null. */
export function installedElectron(project: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(project, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const { ELECTRON_OVERRIDE_DIST_PATH } = env
  const path = join(ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

/**
 * Runs the package's own installer; what comes of it is seen on the disk. It is ended when nothing more has arrived
 * for a while, not after a fixed time: a slow line is no reason to give up.
 */
function download(project: string): Promise<void> {
  const arriving = mkdtempSync(join(tmpdir(), 'leantern-electron-'))
  const env = { ...process.env, TMPDIR: arriving, TMP: arriving, TEMP: arriving }
  const installer = join(project, 'node_modules/electron/install.js')
  return new Promise((done) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', env })
    let bytes = 0
    const timer = setInterval(() => {
      const now = bytesIn(arriving)
      if (now === bytes) child.kill()
      bytes = now
    }, patienceMs)
    const over = () => {
      clearInterval(timer)
      rmSync(arriving, { recursive: true, force: true })
      done()
    }
    child.once('exit', over)
    child.once('error', over)
  })
}

function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
