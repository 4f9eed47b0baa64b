import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { runBytes, waitingBytes } from './batch-budget.ts'
import { embeddedModelFolder } from './model-folder.ts'
import { bertTokenizer, smallTransformer, writeHubModel } from './testing/hub-fixture.ts'

const child = fileURLToPath(new URL('testing/memory-child.ts', import.meta.url))

/** Garbage of JavaScript that is not collected yet. */
const slackBytes = 192 * 1024 * 1024

/** By how many bytes a process grows that embeds four hundred batches of a million characters at once. */
async function grownBytes(folder: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', child, folder])
  return Number(stdout)
}

test.each(['embedded', 'transformer'])('an encoder keeps below its ceiling, however much waits: %s', async (kind) => {
  await using tree = await makeTree({})
  const transformer = smallTransformer(bertTokenizer().size)
  const folder = kind === 'embedded' ? embeddedModelFolder() : await writeHubModel(tree.at('model'), { transformer })
  expect(await grownBytes(folder)).toBeLessThan(waitingBytes + runBytes.cpu + slackBytes)
})
