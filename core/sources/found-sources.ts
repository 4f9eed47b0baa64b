/* Mail and histories on this machine, for a person to choose from: where they are and what they weigh, by names and sizes alone. */
import { access, constants, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from '../errors.ts'
import { say } from '../sayings/say.ts'
import type { FoundSource, OptInSource, Saying } from '../types.ts'
import { findHistory } from './find-history.ts'
import { findMail, thisMachine, type Machine } from './find-mail.ts'
import { isInside } from '../is-inside.ts'

/** Files that are weighed: enough to tell a large account from a small one. */
const mostFiles = 5000

/** @param roots absolute paths that the library reads already */
export async function foundSources(
  roots: readonly string[],
  machine: Machine = thisMachine(),
): Promise<readonly FoundSource[]> {
  const [mail, history] = await Promise.all([findMail(machine), findHistory(machine)])
  const places = [
    ...mail.map((place) => ({ ...place, source: 'mail' as const })),
    ...history.map((place) => ({ ...place, source: 'history' as const })),
  ]
  return Promise.all(
    places.map(async ({ source, program, name, path }) => {
      // A history is read only where the file itself was added.
      const isAdded = roots.some((root) => (source === 'history' ? root === path : isInside(path, root)))
      const refused = await refusalOf(path, machine.platform)
      const said = { refused: refused?.text ?? null, refusedSaid: refused }
      return { source, program, name, path, isAdded, ...said, ...(await weightOf(path, source)) }
    }),
  )
}

/** Really opens the place: a system may show a name and its size, and still refuse what is in it. */
async function refusalOf(path: string, platform: NodeJS.Platform): Promise<Saying | null> {
  try {
    if ((await stat(path)).isDirectory()) await readdir(path)
    else await access(path, constants.R_OK)
    return null
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'EPERM' && code !== 'EACCES') return null
    return platform === 'darwin' ? say('found.fullDiskAccess') : say('found.noRight')
  }
}

async function weightOf(path: string, source: OptInSource): Promise<Pick<FoundSource, 'bytes' | 'isMore'>> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isDirectory()) return { bytes: found?.size ?? 0, isMore: false }
  let [bytes, files] = [0, 0]
  const waiting = source === 'mail' ? [path] : []
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (entry.isDirectory()) waiting.push(join(folder, entry.name))
      else if (entry.isFile()) {
        if (++files > mostFiles) return { bytes, isMore: true }
        bytes += (await stat(join(folder, entry.name)).catch(() => null))?.size ?? 0
      }
    }
  }
  return { bytes, isMore: false }
}
