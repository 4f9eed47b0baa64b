import type { Library } from './library.ts'

/** One root of a library, with what is indexed of it. */
export interface SourceSummary {
  readonly path: string
  readonly documents: number
  /** Bytes of text. */
  readonly textBytes: number
}

export function sourcesOf(library: Pick<Library, 'roots' | 'documents'>): SourceSummary[] {
  const sums = new Map(library.roots().map((path) => [path, { documents: 0, textBytes: 0 }]))
  const roots = [...sums.keys()]
  for (const { path, textBytes } of library.documents()) {
    const sum = sums.get(roots.find((root) => isAtOrBelow(path, root)) ?? '')
    if (sum === undefined) continue
    sum.documents++
    sum.textBytes += textBytes
  }
  return [...sums].map(([path, sum]) => ({ path, ...sum }))
}

function isAtOrBelow(path: string, root: string): boolean {
  if (!path.startsWith(root)) return false
  return path.length === root.length || /[/\\]$/u.test(root) || /[/\\]/u.test(path[root.length])
}
