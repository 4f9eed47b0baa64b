import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** What starting with the system needs of Electron's `app`. */
export interface LoginItems {
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void
}

export interface AutostartOptions {
  readonly app: LoginItems
  /** Command and first words that start this app. */
  readonly command: readonly string[]
  readonly platform?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Starts the app hidden with the person's session, or no longer. Linux has no call for it: desktops read a file. */
export function setAutostart(isWanted: boolean, { app, command, platform, env }: AutostartOptions): void {
  if ((platform ?? process.platform) !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isWanted, args: ['--hidden'] })
    return
  }
  const { XDG_CONFIG_HOME: configured = '', HOME: home = homedir() } = env ?? process.env
  // The XDG Base Directory Specification: what is no absolute path is passed over.
  const folder = join(isAbsolute(configured) ? configured : join(home, '.config'), 'autostart')
  const file = join(folder, 'leantern.desktop')
  if (!isWanted) return rmSync(file, { force: true })
  mkdirSync(folder, { recursive: true })
  const words = [...command, '--hidden'].map((word) => `"${word.replaceAll(/["\\`$]/gu, '\\$&')}"`)
  writeFileSync(file, `[Desktop Entry]\nType=Application\nName=Leantern\nExec=${words.join(' ')}\nTerminal=false\n`)
}
