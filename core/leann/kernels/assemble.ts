/* `node core/leann/kernels/assemble.ts`: assembles the kernels and writes kernels-binary.ts. Run it after an edit of kernels-wat.ts. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assembleWat } from '../../assemble-wat.ts'
import { kernelsWat } from './kernels-wat.ts'

/** The module's bytes. */
export async function assemble(isRelaxed: boolean): Promise<Uint8Array> {
  return assembleWat('kernels.wat', kernelsWat({ isRelaxed }), { simd: true, relaxed_simd: true })
}

async function write(): Promise<void> {
  const [plain, relaxed] = await Promise.all([assemble(false), assemble(true)])
  const text = (bytes: Uint8Array): string => `'${Buffer.from(bytes).toString('base64')}'`
  writeFileSync(
    new URL('kernels-binary.ts', import.meta.url),
    `/* Written by assemble.ts from kernels-wat.ts; a test holds the two equal. */

/** Plain SIMD, base64. */
export const plainModule =
  ${text(plain)}

/** With relaxed SIMD, base64. */
export const relaxedModule =
  ${text(relaxed)}
`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await write()
