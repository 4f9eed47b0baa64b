import { closeSync, openSync, readdirSync, readFileSync, rmSync, watch, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { decodeValue, encodeValue } from './wire.ts'

/** What a second instance tells the first. */
export interface SecondInstance {
  readonly argv: readonly string[]
  readonly folder: string
  readonly data: unknown
}

/*
 * Electron's call is synchronous, so files stand in for a socket: standin.lock holds the first instance's process id,
 * and a second instance leaves its words in standin-<pid>.message, which the first reads and removes.
 */
export function claimInstance(
  folder: string,
  mine: SecondInstance,
  onSecond: (other: SecondInstance) => void,
): (() => void) | null {
  const lock = join(folder, 'standin.lock')
  if (!takeLock(lock)) {
    writeFileSync(join(folder, `standin-${process.pid}.message`), `${encodeValue(mine)}\n`)
    return null
  }
  for (const name of messages(folder)) rmSync(join(folder, name))
  const watcher = watch(folder, () => {
    for (const name of messages(folder)) {
      const text = readFileSync(join(folder, name), 'utf8')
      if (!text.endsWith('\n')) continue // still being written
      rmSync(join(folder, name))
      onSecond(decodeValue(text) as SecondInstance) // written by the line above, in another process
    }
  })
  watcher.unref()
  return () => {
    watcher.close()
    rmSync(lock, { force: true })
  }
}

function messages(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('standin-') && name.endsWith('.message'))
}

function takeLock(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) return false
    rmSync(lock)
    return takeLock(lock)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
