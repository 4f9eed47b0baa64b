import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import type { Updater } from './updates.ts'

/** Where a copy from the sources looks for updates, for trying that out; a packaged app knows its place from its maker. */
const devFeed = 'LEANTERN_UPDATE_URL'

export interface AppUpdaterChoice {
  readonly updater: Updater | null
  /** Why there is none. */
  readonly reason: string
}

/** electron-updater, loaded when it is first asked. `onRequest` hears the host of each of its requests. */
export function chooseAppUpdater(onRequest: (host: string) => void): AppUpdaterChoice {
  const feed = app.isPackaged ? undefined : process.env[devFeed]
  if (!app.isPackaged && feed === undefined) return { updater: null, reason: 'from-source' }
  if (app.isPackaged && !existsSync(join(process.resourcesPath, 'app-update.yml'))) {
    return { updater: null, reason: 'not-offered' }
  }
  let loading: Promise<AppUpdater> | null = null
  const load = () => (loading ??= loadUpdater(feed, onRequest))
  return {
    reason: '',
    updater: {
      async check() {
        const result = await (await load()).checkForUpdates()
        return result?.isUpdateAvailable === true ? result.updateInfo.version : null
      },
      async download(onPercent) {
        const updater = await load()
        const relay = ({ percent }: { percent: number }): void => onPercent(percent)
        updater.on('download-progress', relay)
        try {
          await updater.downloadUpdate()
        } finally {
          updater.off('download-progress', relay)
        }
      },
      install: () => void load().then((updater) => updater.quitAndInstall()),
    },
  }
}

async function loadUpdater(feed: string | undefined, onRequest: (host: string) => void): Promise<AppUpdater> {
  const { default: module } = await import('electron-updater')
  const updater = module.autoUpdater
  Object.assign(updater, {
    autoDownload: false,
    autoInstallOnAppQuit: false,
    allowDowngrade: false,
    // Whole files only: differences are fetched in many small requests.
    disableDifferentialDownload: true,
    logger: null,
  })
  // Told by the calls themselves as well; without a listener it would be thrown.
  updater.on('error', () => {})
  updater.netSession.webRequest.onBeforeRequest((details, answer) => {
    onRequest(new URL(details.url).hostname)
    answer({})
  })
  if (feed !== undefined) {
    updater.forceDevUpdateConfig = true
    updater.updateConfigPath = await writeDevConfig(feed)
  }
  return updater
}

/** What electron-builder would have put into the package. */
async function writeDevConfig(feed: string): Promise<string> {
  const folder = app.getPath('userData')
  const file = join(folder, 'dev-app-update.yml')
  await mkdir(folder, { recursive: true })
  await writeFile(file, `provider: generic\nurl: ${JSON.stringify(feed)}\nupdaterCacheDirName: leantern-updater\n`)
  return file
}
