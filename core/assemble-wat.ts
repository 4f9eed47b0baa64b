import { writeFileSync } from 'node:fs'
import wabt from 'wabt'

/** The bytes of the module that a kernel's text (WAT) says. @throws Error where the text is none, with its line */
export async function assembleWat(name: string, text: string, features: object = { simd: true }): Promise<Uint8Array> {
  const { parseWat } = await wabt()
  const module = parseWat(name, text, features)
  try {
    return module.toBinary({}).buffer
  } finally {
    module.destroy()
  }
}

/** A module as a constant of a file. */
export interface NamedModule {
  readonly constant: string
  readonly comment: string
  readonly bytes: Uint8Array
}

/** Writes NAME-binary.ts beside `assembler`, the `import.meta.url` of what assembles NAME-wat.ts: each module in base64. */
export function writeModules(assembler: string, name: string, modules: readonly NamedModule[]): void {
  const constants = modules.map(
    ({ constant, comment, bytes }) =>
      `\n/** ${comment} */\nexport const ${constant} =\n  '${Buffer.from(bytes).toString('base64')}'\n`,
  )
  writeFileSync(
    new URL(`${name}-binary.ts`, assembler),
    `/* Written by assemble.ts from ${name}-wat.ts; a test holds the two equal. */\n${constants.join('')}`,
  )
}
