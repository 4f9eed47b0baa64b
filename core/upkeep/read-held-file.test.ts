import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lockForWriting, lockName } from '../catalogue/writer-lock.ts'
import { makeTree } from '../sources/test-tree.ts'
import { readHeldFile } from './read-held-file.ts'

/** Whether another process can take the lock of `folder`. */
async function canLock(folder: string): Promise<boolean> {
  const module = fileURLToPath(new URL('../catalogue/writer-lock.ts', import.meta.url))
  const script = `import { lockForWriting } from ${JSON.stringify(module)}
    try { lockForWriting(process.argv[1]) } catch { process.exit(7) }
    process.exit(0)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, folder])
  const [code] = (await once(child, 'exit')) as [number]
  return code === 0
}

test('a library keeps its lock when its files are read', async () => {
  await using tree = await makeTree({ 'plain.txt': 'a text' })
  const release = lockForWriting(tree.root)
  const bytes = Buffer.concat([...readHeldFile(tree.at(lockName), 16)])
  expect([...readHeldFile(tree.at(lockName), 4096)]).toHaveLength(bytes.length === 0 ? 0 : 1)
  expect(Buffer.concat([...readHeldFile(tree.at('plain.txt'), 4)]).toString()).toBe('a text')
  expect(await canLock(tree.root)).toBe(false)
  release()
})
