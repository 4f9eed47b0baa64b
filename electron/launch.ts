import { resolve } from 'node:path'

/** What the command line asks of the app. Passed on to the running instance when there is one. */
export interface Launch {
  /** Show the window, or hide it when it is shown: for desktops that start a command on a key press. */
  readonly toggle: boolean
  /** Absolute paths of folders to add. */
  readonly folders: readonly string[]
}

/**
 * Reads `electron [chromium switches] APP [--toggle] [FOLDER...]`, or the same without APP where the app is packaged.
 * Switches that are not ours belong to Chromium and are skipped.
 */
export function parseLaunch(argv: readonly string[], isPackaged: boolean, workingFolder: string): Launch {
  const words = argv.slice(1)
  const positional = words.filter((word) => !word.startsWith('-'))
  const folders = isPackaged ? positional : positional.slice(1)
  return { toggle: words.includes('--toggle'), folders: folders.map((folder) => resolve(workingFolder, folder)) }
}

/** Reads what a second instance sent. Null when it is none of ours. */
export function readLaunch(raw: unknown): Launch | null {
  if (typeof raw !== 'object' || raw === null || !('toggle' in raw) || !('folders' in raw)) return null
  const { toggle, folders } = raw
  if (typeof toggle !== 'boolean' || !Array.isArray(folders)) return null
  return { toggle, folders: folders.filter((folder) => typeof folder === 'string') }
}
