import { say } from '../sayings/say.ts'
import type { Saying } from '../types.ts'

/** What a person reads whose root has too many folders; it is read again every `everyMs`. */
export function limitTrouble(root: string, everyMs: number): Saying {
  const values = { path: root, minutes: Math.max(1, Math.round(everyMs / 60_000)) }
  return process.platform === 'linux' ? say('root.unwatchedLinux', values) : say('root.unwatched', values)
}
