import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { removeLeftSockets } from './left-sockets.ts'

/** A process that listens on `address` and is killed. */
async function killedListener(address: string): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(address)}, () => process.stdout.write('on'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test.skipIf(process.platform === 'win32')(
  'sockets whose process was killed go with their folders; all else stays',
  async () => {
    await using tree = await makeTree({})
    const at = (name: string): string => {
      mkdirSync(tree.at(name))
      return join(tree.at(name), 's')
    }
    const old = (path: string): void => utimesSync(path, 1_000, 1_000)
    for (const name of ['leantern-dead01', 'leantern-young1', 'another-dead01']) await killedListener(at(name))
    old(tree.at('leantern-dead01/s'))
    old(tree.at('another-dead01/s'))
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(at('leantern-alive1'), resolve))
    old(tree.at('leantern-alive1/s'))
    writeFileSync(at('leantern-file01'), 'no socket')
    old(tree.at('leantern-file01/s'))
    at('leantern-empty1')
    await removeLeftSockets(tree.root)
    const left = (await readdir(tree.root)).filter((name) => /-[a-z]+\d+$/u.test(name))
    server.close()
    expect(left.toSorted()).toEqual([
      'another-dead01',
      'leantern-alive1',
      'leantern-empty1',
      'leantern-file01',
      'leantern-young1',
    ])
  },
)
