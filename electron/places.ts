import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { defaultLibraryFolder } from '../core/default-library.ts'

/** Where the app keeps things on this machine; absolute paths. */
export interface AppPlaces {
  readonly library: string
  readonly log: string
  /** The app's settings file. */
  readonly settings: string
  /** What the person searched for. */
  readonly searches: string
  /** What was asked of the network. */
  readonly network: string
  /** Where the window was put. */
  readonly window: string
  /** The window's lock. */
  readonly lock: string
}

/** The library that the command line uses too, and the log in the system's usual folder. */
export function appPlaces(env: Readonly<Record<string, string | undefined>> = process.env): AppPlaces {
  const { config, data, log } = envPaths('leantern', { suffix: '' })
  return {
    library: resolve(defaultLibraryFolder(env)),
    log: join(log, 'engine.log'),
    settings: join(config, 'settings.json'),
    searches: join(data, 'searches.json'),
    network: join(data, 'network.json'),
    window: join(config, 'window.json'),
    lock: join(config, 'lock.json'),
  }
}
