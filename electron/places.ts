import { join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** Where the app keeps things on this machine; absolute paths. */
export interface AppPlaces {
  readonly library: string
  readonly log: string
}

/** The system's usual folders; LEANTERN_LIBRARY names another library. */
export function appPlaces(env: Readonly<Record<string, string | undefined>> = process.env): AppPlaces {
  const paths = envPaths('Leantern', { suffix: '' })
  const { LEANTERN_LIBRARY } = env
  return {
    library:
      LEANTERN_LIBRARY === undefined || LEANTERN_LIBRARY === ''
        ? join(paths.data, 'library')
        : resolve(LEANTERN_LIBRARY),
    log: join(paths.log, 'engine.log'),
  }
}
