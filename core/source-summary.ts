import type { Library } from './library.ts'

/** A root, a folder or an archive, with what is indexed of it. */
export interface SourceSummary {
  readonly path: string
  readonly documents: number
  /** Bytes of text. */
  readonly textBytes: number
}

/** Every root of a library. */
export function sourcesOf(library: Pick<Library, 'roots' | 'places' | 'documents'>): SourceSummary[] {
  const sums = new Map(library.roots().map((path) => [path, { documents: 0, textBytes: 0 }]))
  const roots = [...sums.keys()]
  for (const { path, documents, textBytes } of library.places()) {
    const sum = sums.get(roots.find((root) => isAtOrBelow(path, root)) ?? '')
    if (sum === undefined) continue
    sum.documents += documents
    sum.textBytes += textBytes
  }
  addFiles({ documents: () => library.documents() }, sums)
  return [...sums].map(([path, sum]) => ({ path, ...sum }))
}

/** A root may be one file, which is in no place of its own. Looked for only where a root has nothing. */
function addFiles(
  { documents }: Pick<Library, 'documents'>,
  sums: ReadonlyMap<string, { documents: number; textBytes: number }>,
): void {
  const empty = new Map([...sums].filter(([, sum]) => sum.documents === 0))
  if (empty.size === 0) return
  for (const { path, textBytes } of documents()) {
    const sum = empty.get(path)
    if (sum === undefined) continue
    sum.documents++
    sum.textBytes += textBytes
  }
}

function isAtOrBelow(path: string, root: string): boolean {
  if (!path.startsWith(root)) return false
  return path.length === root.length || /[/\\]$/u.test(root) || /[/\\]/u.test(path[root.length])
}
