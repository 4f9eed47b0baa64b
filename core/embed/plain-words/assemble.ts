/* `node core/embed/plain-words/assemble.ts`: assembles the kernel and writes plain-words-binary.ts. Run it after an edit of plain-words-wat.ts. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assembleWat } from '../../assemble-wat.ts'
import { plainWordsWat } from './plain-words-wat.ts'

/** The module's bytes. */
export async function assemblePlainWords(): Promise<Uint8Array> {
  return assembleWat('plain-words.wat', plainWordsWat)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = Buffer.from(await assemblePlainWords()).toString('base64')
  writeFileSync(
    new URL('plain-words-binary.ts', import.meta.url),
    `/* Written by assemble.ts from plain-words-wat.ts; a test holds the two equal. */

/** Base64. */
export const plainWordsModule =
  '${text}'
`,
  )
}
