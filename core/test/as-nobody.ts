/* Rights of files in a test that runs as root, whom none is refused. */
import { execFileSync } from 'node:child_process'

/** The number of Linux's user 'nobody'; on macOS it is nobody's either. */
const nobody = 65_534

/**
 * Where this process is root's, it is nobody until the returned object is disposed of, and `folder` with all in it is nobody's: a file of
 * mode 0 then cannot be read. Elsewhere nothing happens. One test at a time.
 */
export function asNobody(folder: string): Disposable {
  if (process.geteuid?.() !== 0) return { [Symbol.dispose]() {} }
  execFileSync('chown', ['-R', String(nobody), folder])
  process.seteuid?.(nobody)
  return { [Symbol.dispose]: () => process.seteuid?.(0) }
}
