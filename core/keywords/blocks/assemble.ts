/* `node core/keywords/blocks/assemble.ts`: assembles the kernel and writes blocks-binary.ts. Run it after an edit of blocks-wat.ts. */
import { fileURLToPath } from 'node:url'
import { assembleWat, writeModules } from '../../assemble-wat.ts'
import { blocksWat } from './blocks-wat.ts'

/** The module's bytes. */
export async function assemble(): Promise<Uint8Array> {
  return assembleWat('blocks.wat', blocksWat)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeModules(import.meta.url, 'blocks', [{ constant: 'blocksModule', comment: 'Base64.', bytes: await assemble() }])
}
