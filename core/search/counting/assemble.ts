/* `node core/search/counting/assemble.ts`: assembles the kernel and writes count-byte-binary.ts. Run it after an edit of count-byte-wat.ts. */
import { fileURLToPath } from 'node:url'
import { assembleWat, writeModules } from '../../assemble-wat.ts'
import { countByteWat } from './count-byte-wat.ts'

/** The module's bytes. */
export async function assembleCountByte(): Promise<Uint8Array> {
  return assembleWat('count-byte.wat', countByteWat())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeModules(import.meta.url, 'count-byte', [
    { constant: 'countByteModule', comment: 'Base64.', bytes: await assembleCountByte() },
  ])
}
