import { sep } from 'node:path'

/** True when `path` is `folder` or at any depth in it; both absolute. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
