/* `node core/embed/table/assemble.ts`: assembles the kernel and writes sum-rows-binary.ts. Run it after an edit of sum-rows-wat.ts. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assembleWat } from '../../assemble-wat.ts'
import { sumRowsWat } from './sum-rows-wat.ts'

/** The module's bytes. */
export async function assembleSumRows(): Promise<Uint8Array> {
  return assembleWat('sum-rows.wat', sumRowsWat())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = Buffer.from(await assembleSumRows()).toString('base64')
  writeFileSync(
    new URL('sum-rows-binary.ts', import.meta.url),
    `/* Written by assemble.ts from sum-rows-wat.ts; a test holds the two equal. */

/** Base64. */
export const sumRowsModule =
  '${text}'
`,
  )
}
