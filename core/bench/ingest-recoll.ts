/* recollindex (Recoll on Xapian, Debian's recollcmd) on the same folders: what it costs and what its index weighs. */
import { execFile, spawnSync } from 'node:child_process'
import { readdir, readFile, stat, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface RecollRun {
  /** Folders included. */
  readonly documents: number
  readonly seconds: number
  /** Of all its processes. */
  readonly cpuSeconds: number
  readonly indexBytes: number
}

/** Ours gives up a file after a minute; Recoll would wait 15 for a PDF made to take for ever. */
const secondsPerFile = 60

/** Whether it can be run here. */
export function hasRecoll(): boolean {
  return spawnSync('bash', ['-c', 'command -v recollindex']).status === 0
}

/** Indexes `folders` into `place`, as it does by default. */
export async function runRecoll(folders: readonly string[], place: string): Promise<RecollRun> {
  await mkdir(place, { recursive: true })
  const topdirs = folders.map((folder) => `"${folder}"`).join(' ')
  await writeFile(
    join(place, 'recoll.conf'),
    `topdirs = ${topdirs}\nfiltermaxseconds = ${secondsPerFile}\nloglevel = 2\n`,
  )
  // The shell's `time` counts the programs that it starts for PDF and the like.
  const script = 'TIMEFORMAT="%R %U %S"; time recollindex -c "$0" > "$0/log" 2>&1'
  const { stderr } = await promisify(execFile)('bash', ['-c', script, place])
  const [seconds, user, system] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  const status = await readFile(join(place, 'idxstatus.txt'), 'utf8').catch(() => '')
  return {
    documents: Number(/^dbtotdocs = (\d+)/m.exec(status)?.[1] ?? 0),
    seconds,
    cpuSeconds: user + system,
    indexBytes: await bytesIn(join(place, 'xapiandb')),
  }
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
