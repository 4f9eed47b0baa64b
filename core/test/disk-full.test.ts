import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'

const steps = process.env['SOAK'] === '1' ? 60 : 8

/** Mounts a disk of 3 MB in a namespace of its own: nobody else sees it, and it goes with the process. */
const mounted = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@"']
const canMount = spawnSync('unshare', [...mounted, '/mnt', 'true']).status === 0

describe('a full disk', () => {
  test.skipIf(!canMount)(
    'is said clearly, and the library stays whole and goes on once there is room (needs a user namespace)',
    { timeout: steps * 60_000 },
    async () => {
      await using tree = await makeTree({ 'disk/': '', 'docs/': '' })
      const child = fileURLToPath(new URL('./disk-full-child.ts', import.meta.url))
      const words = [
        ...mounted,
        tree.at('disk'),
        process.execPath,
        child,
        tree.at('disk'),
        tree.at('docs'),
        String(steps),
      ]
      const { stdout } = await promisify(execFile)('unshare', words)
      const { full, faults } = JSON.parse(stdout) as { full: number; faults: string[] }
      expect(faults).toEqual([])
      expect(full).toBeGreaterThanOrEqual(2)
    },
  )
})
