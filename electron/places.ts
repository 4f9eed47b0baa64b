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
}

/** The library that the command line uses too, and the log in the system's usual folder. */
export function appPlaces(env: Readonly<Record<string, string | undefined>> = process.env): AppPlaces {
  return {
    library: resolve(defaultLibraryFolder(env)),
    log: join(envPaths('leantern', { suffix: '' }).log, 'engine.log'),
    settings: join(envPaths('leantern', { suffix: '' }).config, 'settings.json'),
    searches: join(envPaths('leantern', { suffix: '' }).data, 'searches.json'),
  }
}
