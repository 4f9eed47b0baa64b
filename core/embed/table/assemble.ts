/* `node core/embed/table/assemble.ts`: assembles the kernel and writes sum-rows-binary.ts. Run it after an edit of sum-rows-wat.ts. */
import { fileURLToPath } from 'node:url'
import { assembleWat, writeModules } from '../../assemble-wat.ts'
import { sumRowsWat } from './sum-rows-wat.ts'

/** The module's bytes. */
export async function assembleSumRows(): Promise<Uint8Array> {
  return assembleWat('sum-rows.wat', sumRowsWat())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeModules(import.meta.url, 'sum-rows', [
    { constant: 'sumRowsModule', comment: 'Base64.', bytes: await assembleSumRows() },
  ])
}
