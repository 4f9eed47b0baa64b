import { readdir, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'
import { AppError, messageOf, systemCode } from '../errors.ts'
import { isInside } from '../is-inside.ts'
import { say } from '../sayings/say.ts'

/** The system's own places: neither they nor anything in them is a person's document. */
const systemFolders: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/System', '/dev', '/private/var/db'],
  linux: ['/proc', '/sys', '/dev'],
  win32: ['C:\\Windows'],
}

/**
 * The absolute real path of a folder that can be added to a library, or of a file of which `isReadable` says so.
 * @throws AppError `not-found` (nothing there), `bad-request` (another file, too wide, the system's own, or it cannot be read)
 */
export async function checkRoot(
  path: string,
  isReadable: (path: string) => Promise<boolean> = async () => false,
): Promise<string> {
  const root = await realFolder(resolve(path))
  // A home may be named that is not there (services have such).
  throwIfTooWide(root, await realpath(homedir()).catch(() => resolve(homedir())))
  try {
    await readdir(root)
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') {
      if (await isReadable(root)) return root
      throw new AppError('bad-request', say('root.file', { path: root, folder: dirname(root) }), { cause: error })
    }
    throw new AppError('bad-request', say('root.noRight', { path: root, reason: messageOf(error) }), {
      cause: error,
    })
  }
  return root
}

async function realFolder(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError('not-found', say('root.notThere', { path }), { cause: error })
    }
    throw new AppError('bad-request', say('root.unreadable', { path, reason: messageOf(error) }), { cause: error })
  }
}

function throwIfTooWide(root: string, home: string): void {
  if (root === parse(root).root) throw new AppError('bad-request', say('root.disk', { path: root }))
  if (root === home) throw new AppError('bad-request', say('root.home', { path: root }))
  if (isInside(home, root)) throw new AppError('bad-request', say('root.aboveHome', { path: root }))
  const applications = ['/Applications', join(home, 'Library'), 'C:\\Program Files', 'C:\\Program Files (x86)']
  const system = systemFolders[process.platform] ?? []
  if (applications.includes(root) || system.some((folder) => isInside(root, folder))) {
    throw new AppError('bad-request', say('root.system', { path: root }))
  }
}
