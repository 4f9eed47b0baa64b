/* What queries on documents and paths share. */
import { basename, dirname, sep } from 'node:path'

/** Rows of `documents` as d that `:generation` shows. */
export const visible = 'd.generation <= :generation AND (d.retired IS NULL OR d.retired > :generation)'
/** Rows of `documents` as d that are called `:name`; the last three find it in an index (`placeIndex`). */
export const isNamed = `d.name = :name AND length(d.name) = length(:name) AND substr(d.name, 9, 6) = substr(:name, 9, 6)
  AND substr(d.name, -6) = substr(:name, -6)`
/** Rows of `folders` as f that are a folder or below it: `prefixOf`. */
export const below = `(f.path = :folder OR substr(f.path, 1, length(:prefix)) = :prefix)`

/** Rows with a path that is `:path` or below it: `pathValues`. */
export const atOrBelow = '(path = :path OR substr(path, 1, length(:prefix)) = :prefix)'

/** The row of a file's folder, and its name there. */
export function placeOf(path: string): { folder: string; name: string } {
  return { folder: dirname(path), name: basename(path) }
}

/** The values of `below`: a folder, and what the paths of folders in it begin with. */
export function prefixOf(path: string): { folder: string; prefix: string } {
  return { folder: path, prefix: path.endsWith(sep) ? path : path + sep }
}

/** The values of `atOrBelow`. */
export function pathValues(path: string): { path: string; prefix: string } {
  return { path, prefix: prefixOf(path).prefix }
}
