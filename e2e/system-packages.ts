import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const byHand = 'apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core'

/** Chromium's executable as the stand-in and the tests use it. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  return env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
}

/**
 * Makes sure that Chromium is there: installs it with the system's package manager where we may, else says which
 * command to run. Returns '' or that sentence.
 */
export function ensureChromium(say: (line: string) => void): string {
  if (existsSync(chromiumPath())) return ''
  if (process.env['CHROMIUM_PATH'] !== undefined)
    return `Expected Chromium at CHROMIUM_PATH, got ${chromiumPath()}: no such file`
  const root = rootCommand()
  if (root === null)
    return `The tests need Chromium. Run as root: ${byHand}\n(or set CHROMIUM_PATH to one that is installed)`
  say('Installing Chromium with apt-get...')
  const [command, ...words] = [...root, 'sh', '-c', byHand]
  const { status } = spawnSync(command, words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status === 0 && existsSync(chromiumPath())) return ''
  return `Chromium could not be installed. Run as root: ${byHand}`
}

/** What makes a command run as root: nothing for root, sudo where it asks for no password; null for neither. */
function rootCommand(): readonly string[] | null {
  if (!existsSync('/usr/bin/apt-get')) return null
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive']
    : null
}

/** 'Chromium 156.0.8078.79 built on ...', '' when it cannot be asked. */
export function chromiumVersion(): string {
  const { stdout } = spawnSync(chromiumPath(), ['--version'], { encoding: 'utf8' })
  return stdout?.trim() ?? ''
}
