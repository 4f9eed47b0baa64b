import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { systemCode } from '../errors.ts'
import { isInside } from '../is-inside.ts'

export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * Reads the file that an address's path names inside `folder`; '/' is index.html. Null when there is none, when its
 * kind is not one that a window needs, or when the path leaves the folder.
 */
export async function readStaticFile(folder: string, urlPath: string): Promise<StaticFile | null> {
  const path = staticPath(folder, urlPath)
  if (path === null) return null
  const contentType = contentTypes[extname(path)]
  if (contentType === undefined) return null
  try {
    return { bytes: new Uint8Array(await readFile(path)), contentType }
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(systemCode(error))) return null
    throw error
  }
}

function staticPath(folder: string, urlPath: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const path = join(folder, decoded === '/' ? 'index.html' : decoded)
  return path !== folder && isInside(path, folder) ? path : null
}
