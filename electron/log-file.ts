import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '../core/library.ts'

const mostBytes = 1_000_000

/**
 * A log of one JSON line per event, readable by its owner only, with no paths and no text of documents whatever is given to it. Past 1 MB it
 * starts anew and keeps the one before.
 */
export function openLog(path: string): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > mostBytes) renameSync(path, `${path}.old`)
  return (event, fields = {}) => {
    const harmless = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, withoutPrivate(value)]))
    const line = JSON.stringify({ at: new Date().toISOString(), event, ...harmless })
    appendFileSync(path, `${line}\n`, { mode: 0o600 })
  }
}

/** Numbers, and words that can only be codes. Of an error's message, which may name a file, its name and code are left. */
function withoutPrivate(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.length
  const text = String(value)
  if (/^[A-Za-z][\w-]{0,59}$/u.test(text)) return text
  const name = /^(?:\w*Error)(?=: )/u.exec(text)?.[0] ?? ''
  const code = /\bE[A-Z]{3,15}\b/u.exec(text)?.[0] ?? ''
  return `${name} ${code}`.trim() || 'withheld'
}
