/* `node core/leann/kernels/assemble.ts`: assembles the kernels and writes kernels-binary.ts. Run it after an edit of kernels-wat.ts. */
import { fileURLToPath } from 'node:url'
import { assembleWat, writeModules } from '../../assemble-wat.ts'
import { kernelsWat } from './kernels-wat.ts'

/** The module's bytes. */
export async function assemble(isRelaxed: boolean): Promise<Uint8Array> {
  return assembleWat('kernels.wat', kernelsWat({ isRelaxed }), { simd: true, relaxed_simd: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeModules(import.meta.url, 'kernels', [
    { constant: 'plainModule', comment: 'Plain SIMD, base64.', bytes: await assemble(false) },
    { constant: 'relaxedModule', comment: 'With relaxed SIMD, base64.', bytes: await assemble(true) },
  ])
}
