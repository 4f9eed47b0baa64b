import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A temporary folder for one test; removed by `await using`. */
export interface TestTree extends AsyncDisposable {
  /** Real path. */
  readonly root: string
  /** The absolute path of a path in the tree. */
  at(path: string): string
}

/** Makes a folder with these files (path → content; a path that ends in / is an empty folder). */
export async function makeTree(files: Readonly<Record<string, string | Uint8Array>>): Promise<TestTree> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'leantern-sources-')))
  const at = (path: string) => join(root, path)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(path.endsWith('/') ? at(path) : dirname(at(path)), { recursive: true })
    if (!path.endsWith('/')) await writeFile(at(path), content)
  }
  return { root, at, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}
