import { createRequire } from 'node:module'

// The installed package is the version whose API is stood in for. Tests and reports tell the two apart by the ending.
const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }

/** What process.versions.electron says. */
export const standinVersion = `${version}-standin`
