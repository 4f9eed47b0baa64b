import { readdirSync, readFileSync } from 'node:fs'

/** Megabytes by kind of process. */
export type MemoryByProcess = Readonly<Record<string, number>>

export interface Memory {
  /** Proportional set size. What several processes share is divided by their number, those of other programs too. */
  readonly pss: MemoryByProcess
  /** Of that, what is no page of a file: the pages of a program's file are shared, and go by themselves where memory is short. */
  readonly own: MemoryByProcess
}

/** What a process and all it started hold in memory. Linux only. */
export function memoryOfTree(root: number): Memory {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue
    const stat = read(`/proc/${name}/stat`)
    const parent = /\) \S (\d+)/u.exec(stat)?.[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const pss: Record<string, number> = {}
  const own: Record<string, number> = {}
  for (const pid of parents.keys()) {
    if (!isBelow(pid, root, parents)) continue
    const rollup = read(`/proc/${pid}/smaps_rollup`)
    // Chromium's own processes write their command line anew, with blanks.
    const kind = kindOf(read(`/proc/${pid}/cmdline`).split(/[\0 ]/u))
    pss[kind] = tenths((pss[kind] ?? 0) + megabytes(rollup, 'Pss'))
    own[kind] = tenths((own[kind] ?? 0) + megabytes(rollup, 'Pss') - megabytes(rollup, 'Pss_File'))
  }
  return { pss, own }
}

/** Of a line of smaps_rollup. */
function megabytes(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(rollup)?.[1] ?? 0) / 1_024
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
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
