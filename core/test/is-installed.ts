import { execFileSync } from 'node:child_process'

/** Whether a program is on the PATH: tests that need one are skipped, by name, where it is not. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
