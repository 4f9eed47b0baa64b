/* What benches build once and use again, below the system's temporary folder. */
import { realpathSync } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Real, as a library names its files.
const keptFolder = join(realpathSync(tmpdir()), 'leantern-bench')
const doneName = 'done'

export interface Kept {
  /** What it is; an older one of the same name is removed. */
  readonly name: string
  /** Stands for everything that its content depends on. */
  readonly key: string
}

/** The folder of `name` and `key`, filled by `make` unless a bench before has done so. */
export async function keptOrMade({ name, key }: Kept, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(keptFolder, `${name}-${key}`)
  if (await exists(join(folder, doneName))) return folder
  await mkdir(keptFolder, { recursive: true })
  for (const other of await readdir(keptFolder)) {
    if (other.startsWith(`${name}-`)) await rm(join(keptFolder, other), { recursive: true, force: true })
  }
  await mkdir(folder)
  await make(folder)
  await writeFile(join(folder, doneName), '')
  return folder
}

/** Bytes of all files at and below `path`. */
export async function bytesBelow(path: string): Promise<number> {
  const found = await stat(path)
  if (!found.isDirectory()) return found.size
  const sizes = await Promise.all((await readdir(path)).map((name) => bytesBelow(join(path, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
