/* The sources of a library's roots: folders with all in them, and single files. */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isInside } from '../is-inside.ts'
import { folderSource, someFolders, type FolderSourceOptions } from '../sources/folder.ts'
import { listFolders, type FolderWalk, type ListedFolder } from '../sources/folder-tree.ts'
import { fileSource } from '../sources/one-file.ts'
import type { Source } from '../sources/source.ts'
import { isReadByContent, mayBeRead } from '../text/readable.ts'
import type { ReadingRules } from '../types.ts'

/** What is never entered: the library's own folder, and the paths a person excluded. */
export interface KeptOut {
  readonly libraryFolder: string
  readonly excluded: readonly string[]
  /** What a person changed about the rules. */
  readonly reading: ReadingRules
}

/** A root with all in it. */
export function rootSource(root: string, keptOut: KeptOut): Source {
  return isFile(root) ? fileSource(root) : folderSource(optionsOf(root, keptOut))
}

/** What is directly in `folders`, of the roots they are in; a root that is a file is looked at where its folder is one of them. */
export function partialSources(roots: readonly string[], folders: readonly string[], keptOut: KeptOut): Source[] {
  return roots.flatMap((root) => {
    if (isFile(root))
      return folders.some((folder) => folder === root || folder === dirname(root)) ? [fileSource(root)] : []
    const inside = folders.filter((folder) => isInside(folder, root))
    return inside.length === 0 ? [] : [someFolders(optionsOf(root, keptOut), inside)]
  })
}

/** The folders of a root that its source reads; of a file, the one it is in. */
export async function* rootFolders(root: string, walk: FolderWalk, keptOut: KeptOut): AsyncGenerator<ListedFolder> {
  if (isFile(root)) yield { path: dirname(root), folders: [] }
  else yield* listFolders(optionsOf(root, keptOut), walk)
}

function isFile(root: string): boolean {
  return statSync(root, { throwIfNoEntry: false })?.isFile() === true
}

function optionsOf(root: string, { libraryFolder, excluded, reading }: KeptOut): FolderSourceOptions {
  return { root, ignore: [libraryFolder], excluded, reading, supports: mayBeRead, isReadByContent }
}
