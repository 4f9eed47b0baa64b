/* Who changes a library: a small file beside the lock, so that whoever finds it taken can say by whom. */
import { readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { systemCode } from '../errors.ts'
import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'

/** The process that changes a library. */
export interface LockHolder {
  readonly pid: number
  /** 'the app', 'leantern watch', 'a program'. */
  readonly what: string
  /** Milliseconds since 1970. */
  readonly sinceMs: number
  /** Where it takes questions and changes over, and what to show there; only where it does. */
  readonly address?: string | undefined
  readonly token?: string | undefined
}

/** The file's name in a library's folder. */
export const holderName = 'writer.json'

const schema = z.object({
  pid: z.int(),
  what: z.string().max(100),
  sinceMs: z.number(),
  address: z.string().max(300).optional(),
  token: z.string().max(100).optional(),
})

/** Writes down that this process holds the library; what a holder that died listened on is removed. The caller has the lock. */
export function takeOver(folder: string): void {
  const { address } = readHolder(folder) ?? {}
  if (address !== undefined) removeAddress(address)
  writeHolder(folder)
}

/** What the socket is called in its folder, which has it alone. */
export const socketName = 's'

/**
 * Removes a socket with its folder; Windows' pipes end with their process. An address is read from a file of the library, which may
 * come from anywhere: nothing else is ever removed.
 */
export function removeAddress(address: string): void {
  const folder = dirname(address)
  const isOurs = basename(address) === socketName && /^leantern-[A-Za-z0-9]{6}$/u.test(basename(folder))
  if (process.platform === 'win32' || !isOurs) return
  rmSync(address, { force: true })
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error
  }
}

/** Only a hint: a library on a full disk is written without it. */
export function writeHolder(folder: string, holder: LockHolder = thisProcess()): void {
  try {
    writeFileSync(join(folder, holderName), JSON.stringify(holder), { mode: 0o600 })
  } catch {
    // The lock itself is what counts.
  }
}

/** Says where the holder listens. */
export function publishAddress(
  folder: string,
  { address, token }: Required<Pick<LockHolder, 'address' | 'token'>>,
): void {
  writeHolder(folder, { ...(readHolder(folder) ?? thisProcess()), address, token })
}

/** The holder listens no more. */
export function clearAddress(folder: string): void {
  const { address: _, token: __, ...rest } = readHolder(folder) ?? thisProcess()
  writeHolder(folder, rest)
}

/** Nobody holds the library any more. */
export function removeHolder(folder: string): void {
  rmSync(join(folder, holderName), { force: true })
}

/** null where it is not known. Asked only while the lock is taken: else it may be of a process that died. */
export function readHolder(folder: string): LockHolder | null {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, holderName), 'utf8')))
  } catch {
    return null
  }
}

/** 'leantern watch (process 4711, since 10:32)'. */
export function holderSaying(holder: LockHolder | null): Saying {
  if (holder === null) return say('holder.unknown')
  const { what, sinceMs } = holder
  const pid = String(holder.pid)
  const since = new Date(sinceMs)
  const time = `${String(since.getHours()).padStart(2, '0')}:${String(since.getMinutes()).padStart(2, '0')}`
  if (what === 'the app') return say('holder.app', { pid, time })
  return what === 'a program' ? say('holder.program', { pid, time }) : say('holder.named', { name: what, pid, time })
}

function thisProcess(): LockHolder {
  return { pid: process.pid, what: programOf(process.argv, process.versions), sinceMs: Date.now() }
}

/** What a process is, by its words. */
export function programOf(words: readonly string[], versions: Readonly<Record<string, string | undefined>>): string {
  const script = basename(words[1] ?? '')
  if (/^leantern(?:\.js)?$/u.test(script)) return `leantern ${words[2] ?? ''}`.trim()
  return versions['electron'] !== undefined || /^engine\.[jt]s$/u.test(script) ? 'the app' : 'a program'
}
