import { readdirSync, readFileSync } from 'node:fs'

/** Proportional set size of a process and of all it started, in megabytes by kind of process. Linux only. */
export function pssOfTree(root: number): Record<string, number> {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    const parent = /\) \S (\d+)/u.exec(stat)?.[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const sizes: Record<string, number> = {}
  for (const pid of parents.keys()) {
    if (!isBelow(pid, root, parents)) continue
    const kilobytes = Number(/^Pss:\s+(\d+)/mu.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
    // Chromium's own processes write their command line anew, with blanks.
    const kind = kindOf(read(`/proc/${pid}/cmdline`).split(/[\0 ]/u))
    sizes[kind] = Math.round(((sizes[kind] ?? 0) + kilobytes / 1_024) * 10) / 10
  }
  return sizes
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = parents.get(at)) if (at === root) return true
  return false
}

function kindOf(words: readonly string[]): string {
  const type = words.find((word) => word.startsWith('--type='))?.slice('--type='.length)
  if (type !== undefined) return type
  if (words.some((word) => word.includes('utility-child') || word.endsWith('engine.js'))) return 'engine'
  return words[0]?.includes('chrom') === true ? 'browser' : 'main'
}

/** '' for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
