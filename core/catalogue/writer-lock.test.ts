import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { lockForWriting } from './writer-lock.ts'

/** Another process that holds the lock of `folder` until it ends. */
async function holder(folder: string): Promise<ChildProcess> {
  const module = fileURLToPath(new URL('./writer-lock.ts', import.meta.url))
  const script = `import { lockForWriting } from ${JSON.stringify(module)}
    lockForWriting(process.argv[1])
    process.send('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

const busy = expect.objectContaining({ code: 'library-busy' })

describe('the writer lock', () => {
  test('is held by one at a time and can be taken again once it is given back', async () => {
    await using tree = await makeTree({})
    const release = lockForWriting(tree.root)
    expect(() => lockForWriting(tree.root)).toThrow(busy)
    release()
    lockForWriting(tree.root)()
  })

  test('of another process refuses us, and is free once that process is killed', async () => {
    await using tree = await makeTree({})
    const child = await holder(tree.root)
    expect(() => lockForWriting(tree.root)).toThrow(busy)
    child.kill('SIGKILL')
    await once(child, 'exit')
    lockForWriting(tree.root)()
  })

  test('that is another file says so', async () => {
    await using tree = await makeTree({})
    await writeFile(tree.at('writer.lock'), 'not a database at all, but long enough to look like one. '.repeat(30))
    expect(() => lockForWriting(tree.root)).toThrow(expect.objectContaining({ code: 'library-damaged' }))
  })
})
