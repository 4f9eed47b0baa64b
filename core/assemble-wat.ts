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
