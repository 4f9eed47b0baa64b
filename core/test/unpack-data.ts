import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/**
 * Once before all units: unpacks the real documents beside the project into ../data, where they are at hand. Unpacking
 * again is quick. Without them the tests that need them are reported as skipped.
 */
export default function setup(): void {
  const unpack = join(root, '..', 'shared', 'data', 'unpack')
  if (!existsSync(unpack)) return
  try {
    execFileSync(unpack, [join(root, '..', 'data')], { stdio: ['ignore', 'ignore', 'inherit'] })
  } catch (error) {
    console.error(`The real documents could not be unpacked, tests that need them are skipped: ${String(error)}`)
  }
}
