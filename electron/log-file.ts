import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '../core/library.ts'

const mostBytes = 1_000_000

/** A log of one JSON line per event, readable by its owner only. Past 1 MB it starts anew and keeps the one before. */
export function openLog(path: string): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > mostBytes) renameSync(path, `${path}.old`)
  return (event, fields = {}) => {
    const line = JSON.stringify({ at: new Date().toISOString(), event, ...fields })
    appendFileSync(path, `${line}\n`, { mode: 0o600 })
  }
}
