import { join } from 'node:path'
import envPaths from 'env-paths'

/** The library that the app and the command line share: `LEANTERN_LIBRARY`, else in the platform's folder for application data. */
export function defaultLibraryFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['LEANTERN_LIBRARY'] ?? ''
  return chosen === '' ? join(envPaths('leantern', { suffix: '' }).data, 'library') : chosen
}
