/* `node core/keywords/blocks/assemble.ts`: assembles the kernel and writes blocks-binary.ts. Run it after an edit of blocks-wat.ts. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assembleWat } from '../../assemble-wat.ts'
import { blocksWat } from './blocks-wat.ts'

/** The module's bytes. */
export async function assemble(): Promise<Uint8Array> {
  return assembleWat('blocks.wat', blocksWat)
}

async function write(): Promise<void> {
  const binary = Buffer.from(await assemble()).toString('base64')
  writeFileSync(
    new URL('blocks-binary.ts', import.meta.url),
    `/* Written by assemble.ts from blocks-wat.ts; a test holds the two equal. */

/** Base64. */
export const blocksModule =
  '${binary}'
`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await write()
